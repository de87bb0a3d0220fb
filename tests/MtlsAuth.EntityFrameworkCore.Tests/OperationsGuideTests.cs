using System.Reflection;
using Microsoft.Extensions.Logging;
using MtlsAuth.EntityFrameworkCore.Diagnostics;

namespace MtlsAuth.EntityFrameworkCore.Tests;

/// <summary><c>docs/operations.md</c> names what the package logs.</summary>
public sealed class OperationsGuideTests
{
    [Test]
    public void Every_log_event_is_explained_with_its_level()
    {
        string guide = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations.md"));

        LoggerMessageAttribute[] messages =
        [
            .. typeof(Log).GetMethods(BindingFlags.Public | BindingFlags.Static)
                .Select(static method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>(),
        ];

        messages.Should().NotBeEmpty()
            .And.OnlyContain(message => guide.Contains($"\n| {message.EventId} | {message.Level} | "));
    }
}
