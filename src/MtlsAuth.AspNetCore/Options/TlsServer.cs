namespace MtlsAuth.AspNetCore;

/// <summary>The server in the application's process whose TLS connections bring client certificates.</summary>
public enum TlsServer
{
    /// <summary>Kestrel, whose connections are asked themselves.</summary>
    Kestrel,

    /// <summary>IIS with the application in its process (in-process hosting).</summary>
    Iis,

    /// <summary>HTTP.sys.</summary>
    HttpSys,
}
