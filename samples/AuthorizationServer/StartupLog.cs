namespace AuthorizationServer;

/// <summary>Says at the start what the server uses.</summary>
internal static partial class StartupLog
{
    [LoggerMessage(1, LogLevel.Information, "Clients are in {Place}. Clients come to port {Port}, browsers to port {BrowserPort}")]
    public static partial void Started(ILogger logger, string place, int port, int browserPort);

    [LoggerMessage(2, LogLevel.Information, "A page for people is at {Address}")]
    public static partial void HasPage(ILogger logger, string address);
}
