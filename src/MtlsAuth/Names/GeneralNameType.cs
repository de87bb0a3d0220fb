namespace MtlsAuth.Certificates;

/// <summary>The alternatives of a GeneralName (RFC 5280 §4.2.1.6); the values are their tag numbers.</summary>
public enum GeneralNameType
{
    /// <summary><c>otherName</c>: a name of a type that the certificate names itself.</summary>
    OtherName = 0,

    /// <summary><c>rfc822Name</c>: an e-mail address.</summary>
    Email = 1,

    /// <summary><c>dNSName</c>: a host name, perhaps with a wildcard, which nothing here expands.</summary>
    Dns = 2,

    /// <summary><c>x400Address</c>.</summary>
    X400Address = 3,

    /// <summary><c>directoryName</c>: a distinguished name.</summary>
    DirectoryName = 4,

    /// <summary><c>ediPartyName</c>.</summary>
    EdiPartyName = 5,

    /// <summary><c>uniformResourceIdentifier</c>.</summary>
    Uri = 6,

    /// <summary><c>iPAddress</c>: 4 or 16 octets.</summary>
    IPAddress = 7,

    /// <summary><c>registeredID</c>: an object identifier.</summary>
    RegisteredId = 8,
}
