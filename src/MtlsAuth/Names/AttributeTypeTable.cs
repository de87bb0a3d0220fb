namespace MtlsAuth.Names;

/// <summary>Attribute types, and the names under which text may call them, compared without case (RFC 4512 §1.4).</summary>
/// <remarks>
/// The names are those of RFC 4519 and all that these print for a subject: OpenSSL (short and long names), GnuTLS' certtool, Java's
/// X500Principal in each of its formats, BouncyCastle for Java and .NET in each of its styles, .NET's X500DistinguishedName, Go's
/// pkix.Name. No name stands for two types; where the tools disagree, a remark says who is not followed. Whoever means that other type
/// does not match, and writes the object identifier.
/// </remarks>
internal static class AttributeTypeTable
{
    /// <summary>What certificates have, most frequent first: reading a certificate goes through these in this order.</summary>
    public static readonly (AttributeType Type, string[] Names)[] Frequent =
    [
        (new("2.5.4.3", "CN"), ["CN", "commonName"]),
        (new("2.5.4.10", "O"), ["O", "organizationName"]),
        (new("2.5.4.11", "OU"), ["OU", "organizationalUnitName"]),
        (new("2.5.4.6", "C"), ["C", "countryName"]),
        (new("2.5.4.7", "L"), ["L", "localityName"]),
        // Windows and Java also write S.
        (new("2.5.4.8", "ST"), ["ST", "S", "stateOrProvinceName"]),
        (new("0.9.2342.19200300.100.1.25", "DC", isIa5: true), ["DC", "domainComponent"]),
        // RFC 4519 §2.39. OpenSSL prints UID for it too, and uid for the uniqueIdentifier of RFC 1274; names have no case.
        (new("0.9.2342.19200300.100.1.1", "UID"), ["UID", "userId"]),
        (new("2.5.4.9", "STREET"), ["STREET", "streetAddress"]),
        (new("2.5.4.5"), ["serialNumber"]),
        // RFC 2985 §5.2.1 asks for case-insensitive comparison of the whole address, the part before the @ included.
        (new("1.2.840.113549.1.9.1", isIa5: true), ["emailAddress", "E", "email"]),
        (new("2.5.4.97"), ["organizationIdentifier"]),
        // RFC 4519 §2.32, and what OpenSSL and .NET print. EJBCA means the serial number by SN.
        (new("2.5.4.4"), ["SN", "surname"]),
        (new("2.5.4.42"), ["givenName", "GN", "G"]),
        (new("2.5.4.12"), ["title", "T"]),
        (new("2.5.4.43"), ["initials", "I"]),
        (new("2.5.4.44"), ["generationQualifier", "generation"]),
        (new("2.5.4.46"), ["dnQualifier", "DNQ", "DN"]),
        (new("2.5.4.65"), ["pseudonym"]),
        (new("2.5.4.41"), ["name"]),
        (new("2.5.4.13"), ["description"]),
        (new("2.5.4.15"), ["businessCategory"]),
        (new("2.5.4.17"), ["postalCode"]),
        (new("2.5.4.18"), ["postOfficeBox", "POBox"]),
        (new("2.5.4.20"), ["telephoneNumber", "Phone"]),
        // A BIT STRING by definition, and then compared by its octets; OpenSSL also puts strings there. uniqueIdentifier is
        // what BouncyCastle prints. OpenSSL's long name of that spelling is an attribute of RFC 1274 that no certificate profile has.
        (new("2.5.4.45"), ["x500UniqueIdentifier", "uniqueIdentifier"]),
        (new("0.9.2342.19200300.100.1.3", isIa5: true), ["mail", "rfc822Mailbox"]),
        (new("1.2.840.113549.1.9.2"), ["unstructuredName"]),
        (new("1.2.840.113549.1.9.8"), ["unstructuredAddress"]),
        (
            new("1.3.6.1.4.1.311.60.2.1.1"),
            ["jurisdictionL", "jurisdictionLocality", "jurisdictionLocalityName", "jurisdictionOfIncorporationLocalityName"]),
        (
            new("1.3.6.1.4.1.311.60.2.1.2"),
            ["jurisdictionST", "jurisdictionState", "jurisdictionStateOrProvinceName", "jurisdictionOfIncorporationStateOrProvinceName"]),
        (
            new("1.3.6.1.4.1.311.60.2.1.3"),
            ["jurisdictionC", "jurisdictionCountry", "jurisdictionCountryName", "jurisdictionOfIncorporationCountryName"]),
    ];

    /// <summary>All types.</summary>
    public static readonly (AttributeType Type, string[] Names)[] All =
    [
        .. Frequent,

        // X.520
        (new("2.5.4.14"), ["searchGuide"]),
        (new("2.5.4.16"), ["postalAddress"]),
        (new("2.5.4.19"), ["physicalDeliveryOfficeName"]),
        (new("2.5.4.21"), ["telexNumber"]),
        (new("2.5.4.22"), ["teletexTerminalIdentifier"]),
        (new("2.5.4.23"), ["facsimileTelephoneNumber"]),
        (new("2.5.4.24"), ["x121Address", "X21Address"]),
        (new("2.5.4.25"), ["internationaliSDNNumber"]),
        (new("2.5.4.26"), ["registeredAddress"]),
        (new("2.5.4.27"), ["destinationIndicator"]),
        (new("2.5.4.28"), ["preferredDeliveryMethod"]),
        (new("2.5.4.29"), ["presentationAddress"]),
        (new("2.5.4.30"), ["supportedApplicationContext"]),
        (new("2.5.4.31"), ["member"]),
        (new("2.5.4.32"), ["owner"]),
        (new("2.5.4.33"), ["roleOccupant"]),
        (new("2.5.4.34"), ["seeAlso"]),
        (new("2.5.4.35"), ["userPassword"]),
        (new("2.5.4.36"), ["userCertificate"]),
        (new("2.5.4.37"), ["cACertificate"]),
        (new("2.5.4.38"), ["authorityRevocationList"]),
        (new("2.5.4.39"), ["certificateRevocationList"]),
        (new("2.5.4.40"), ["crossCertificatePair"]),
        (new("2.5.4.47"), ["enhancedSearchGuide"]),
        (new("2.5.4.48"), ["protocolInformation"]),
        (new("2.5.4.49"), ["distinguishedName"]),
        (new("2.5.4.50"), ["uniqueMember"]),
        (new("2.5.4.51"), ["houseIdentifier"]),
        (new("2.5.4.52"), ["supportedAlgorithms"]),
        (new("2.5.4.53"), ["deltaRevocationList"]),
        (new("2.5.4.54"), ["dmdName"]),
        (new("2.5.4.72"), ["role"]),
        (new("2.5.4.98"), ["countryCode3c", "c3"]),
        (new("2.5.4.99"), ["countryCode3n", "n3"]),
        (new("2.5.4.100"), ["dnsName"]),

        // RFC 1274
        (new("0.9.2342.19200300.100.1.2"), ["textEncodedORAddress"]),
        (new("0.9.2342.19200300.100.1.4"), ["info"]),
        (new("0.9.2342.19200300.100.1.5"), ["favouriteDrink"]),
        (new("0.9.2342.19200300.100.1.6"), ["roomNumber"]),
        (new("0.9.2342.19200300.100.1.7"), ["photo"]),
        (new("0.9.2342.19200300.100.1.8"), ["userClass"]),
        (new("0.9.2342.19200300.100.1.9"), ["host"]),
        (new("0.9.2342.19200300.100.1.10"), ["manager"]),
        (new("0.9.2342.19200300.100.1.11"), ["documentIdentifier"]),
        (new("0.9.2342.19200300.100.1.12"), ["documentTitle"]),
        (new("0.9.2342.19200300.100.1.13"), ["documentVersion"]),
        (new("0.9.2342.19200300.100.1.14"), ["documentAuthor"]),
        (new("0.9.2342.19200300.100.1.15"), ["documentLocation"]),
        (new("0.9.2342.19200300.100.1.20"), ["homeTelephoneNumber"]),
        (new("0.9.2342.19200300.100.1.21"), ["secretary"]),
        (new("0.9.2342.19200300.100.1.22"), ["otherMailbox"]),
        (new("0.9.2342.19200300.100.1.23"), ["lastModifiedTime"]),
        (new("0.9.2342.19200300.100.1.24"), ["lastModifiedBy"]),
        (new("0.9.2342.19200300.100.1.26"), ["aRecord"]),
        (new("0.9.2342.19200300.100.1.27"), ["pilotAttributeType27"]),
        (new("0.9.2342.19200300.100.1.28"), ["mXRecord"]),
        (new("0.9.2342.19200300.100.1.29"), ["nSRecord"]),
        (new("0.9.2342.19200300.100.1.30"), ["sOARecord"]),
        (new("0.9.2342.19200300.100.1.31"), ["cNAMERecord"]),
        (new("0.9.2342.19200300.100.1.37", isIa5: true), ["associatedDomain"]),
        (new("0.9.2342.19200300.100.1.38"), ["associatedName"]),
        (new("0.9.2342.19200300.100.1.39"), ["homePostalAddress"]),
        (new("0.9.2342.19200300.100.1.40"), ["personalTitle"]),
        (new("0.9.2342.19200300.100.1.41"), ["mobileTelephoneNumber"]),
        (new("0.9.2342.19200300.100.1.42"), ["pagerTelephoneNumber"]),
        (new("0.9.2342.19200300.100.1.43"), ["friendlyCountryName"]),
        (new("0.9.2342.19200300.100.1.45"), ["organizationalStatus"]),
        (new("0.9.2342.19200300.100.1.46"), ["janetMailbox"]),
        (new("0.9.2342.19200300.100.1.47"), ["mailPreferenceOption"]),
        (new("0.9.2342.19200300.100.1.48"), ["buildingName"]),
        (new("0.9.2342.19200300.100.1.49"), ["dSAQuality"]),
        (new("0.9.2342.19200300.100.1.50"), ["singleLevelQuality"]),
        (new("0.9.2342.19200300.100.1.51"), ["subtreeMinimumQuality"]),
        (new("0.9.2342.19200300.100.1.52"), ["subtreeMaximumQuality"]),
        (new("0.9.2342.19200300.100.1.53"), ["personalSignature"]),
        (new("0.9.2342.19200300.100.1.54"), ["dITRedirect"]),
        (new("0.9.2342.19200300.100.1.55"), ["audio"]),
        (new("0.9.2342.19200300.100.1.56"), ["documentPublisher"]),

        // RFC 3739 §3.3.2, and what ISIS-MTT adds
        (new("1.3.6.1.5.5.7.9.1"), ["dateOfBirth", "id-pda-dateOfBirth"]),
        (new("1.3.6.1.5.5.7.9.2"), ["placeOfBirth", "id-pda-placeOfBirth"]),
        (new("1.3.6.1.5.5.7.9.3"), ["gender", "id-pda-gender"]),
        (new("1.3.6.1.5.5.7.9.4"), ["countryOfCitizenship", "id-pda-countryOfCitizenship"]),
        (new("1.3.6.1.5.5.7.9.5"), ["countryOfResidence", "id-pda-countryOfResidence"]),
        (new("1.3.36.8.3.14"), ["nameAtBirth"]),

        // Numbers in Russian certificates
        (new("1.2.643.3.131.1.1"), ["INN"]),
        (new("1.2.643.100.1"), ["OGRN"]),
        (new("1.2.643.100.3"), ["SNILS"]),
        (new("1.2.643.100.5"), ["OGRNIP"]),

        // TPM attestation, Active Directory (GnuTLS), Java's ipAddress
        (new("2.23.133.2.1"), ["TPMManufacturer"]),
        (new("2.23.133.2.2"), ["TPMModel"]),
        (new("2.23.133.2.3"), ["TPMVersion"]),
        (new("1.2.840.113556.1.4.656"), ["userPrincipalName"]),
        (new("1.3.6.1.4.1.42.2.11.2.1"), ["IP"]),
    ];
}
