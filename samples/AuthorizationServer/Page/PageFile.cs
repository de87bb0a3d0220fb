namespace AuthorizationServer.Page;

/// <summary>A file of the page, which is part of the program.</summary>
internal static class PageFile
{
    /// <summary>Serves a file.</summary>
    public static IResult Serve(string name, string contentType) =>
        Results.Stream(typeof(PageFile).Assembly.GetManifestResourceStream(name)!, contentType);
}
