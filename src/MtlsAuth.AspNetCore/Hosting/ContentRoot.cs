using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MtlsAuth.AspNetCore.Hosting;

/// <summary>Where the files are that settings name: at the application's content root, whatever folder it is started in.</summary>
internal static class ContentRoot
{
    /// <summary>The path of a file or folder; one that is absolute stays as it is.</summary>
    public static string PathOf(IServiceProvider provider, string path) =>
        provider.GetService<IHostEnvironment>() is { } environment ? Path.Combine(environment.ContentRootPath, path) : path;
}
