using MtlsAuth.Clients;

namespace MtlsAuth;

/// <summary>None: the metadata does not have what the client's mutual-TLS method needs, and no certificate can authenticate it.</summary>
public sealed class InvalidCredential : RegisteredCredential
{
    internal InvalidCredential(CredentialFault fault, string member, string detail)
    {
        Fault = fault;
        Member = member;
        Detail = detail;
    }

    /// <summary>The member of the metadata that is at fault, such as <c>jwks</c>.</summary>
    public string Member { get; }

    /// <summary>
    /// What is wrong: for the log, on one line, with nothing quoted from the metadata but the ASCII form of a host name.
    /// </summary>
    public string Detail { get; }

    /// <summary>What kind of fault it is.</summary>
    internal CredentialFault Fault { get; }
}
