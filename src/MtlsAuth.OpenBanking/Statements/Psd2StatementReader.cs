using System.Formats.Asn1;
using MtlsAuth.OpenBanking.Encodings;
using MtlsAuth.OpenBanking.Findings;
using MtlsAuth.OpenBanking.Roles;

namespace MtlsAuth.OpenBanking.Statements;

/// <summary>Reads the PSD2 statement (TS 119 495 Annex A).</summary>
/// <remarks>
/// <code>
/// PSD2QcType ::= SEQUENCE { rolesOfPSP SEQUENCE OF RoleOfPSP, nCAName UTF8String (SIZE(1..256)), nCAId UTF8String (SIZE(1..256)) }
/// RoleOfPSP  ::= SEQUENCE { roleOfPspOid OBJECT IDENTIFIER, roleOfPspName UTF8String (SIZE(1..256)) }
/// </code>
/// </remarks>
internal struct Psd2StatementReader
{
    private const int MaximumRoleCount = 64;
    private const int MaximumTextLength = 256;

    // Most have one to four.
    private RoleOfPsp[] _entries;
    private int _count;
    private PaymentServiceRoles _roles;
    private PaymentServiceRoles _contradicted;

    /// <summary>Reads the statement, or says what is wrong with it.</summary>
    /// <param name="information">All that the statement says.</param>
    /// <param name="findings">Where deviations are added.</param>
    public static Psd2Statement? Read(ReadOnlySpan<byte> information, ref FindingCollection findings)
    {
        Psd2StatementReader reader = new() { _entries = new RoleOfPsp[4] };
        DerCursor outer = new(information);
        if (!outer.TryEnter(Asn1Tag.Sequence, out DerCursor fields) || !outer.IsAtEnd)
        {
            findings.Add(CertificateDeviation.Psd2Structure, "the PSD2 statement is no SEQUENCE");
            return null;
        }

        if (!fields.TryEnter(Asn1Tag.Sequence, out DerCursor roles))
        {
            findings.Add(CertificateDeviation.Psd2Structure, "rolesOfPSP is no SEQUENCE");
            return null;
        }

        if (!reader.TryReadRoles(roles, ref findings)
            || !TryReadText(ref fields, "nCAName", mayBeEmpty: false, null, ref findings, out string ncaName)
            || !TryReadText(ref fields, "nCAId", mayBeEmpty: true, null, ref findings, out string ncaId))
        {
            return null;
        }

        if (!fields.IsAtEnd)
        {
            findings.Add(CertificateDeviation.Psd2Structure, "there is something behind nCAId");
            return null;
        }

        return new Psd2Statement(
            reader._entries.AsMemory(0, reader._count), reader._roles & ~reader._contradicted, ncaName, ncaId);
    }

    private bool TryReadRoles(DerCursor roles, ref FindingCollection findings)
    {
        if (roles.IsAtEnd)
        {
            findings.Add(CertificateDeviation.RolesEmpty, "rolesOfPSP is empty");
        }

        bool isUnspecified = false;
        while (!roles.IsAtEnd)
        {
            if (!roles.TryEnter(Asn1Tag.Sequence, out DerCursor pairs) || pairs.IsAtEnd)
            {
                return findings.Add(CertificateDeviation.Psd2Structure, "a RoleOfPSP is no SEQUENCE, or is empty");
            }

            for (int pair = 0; !pairs.IsAtEnd; pair++)
            {
                if (pair == 1)
                {
                    findings.Add(CertificateDeviation.RolesMerged, "one RoleOfPSP holds several roles");
                }

                if (!TryReadRole(ref pairs, ref findings, ref isUnspecified))
                {
                    return false;
                }
            }
        }

        if (isUnspecified && _roles != PaymentServiceRoles.None)
        {
            _roles = PaymentServiceRoles.None;
            findings.Add(CertificateDeviation.RoleUnspecifiedAmongOthers, "a role beside 'Unspecified', which says that there is none");
        }

        return true;
    }

    private bool TryReadRole(ref DerCursor pairs, ref FindingCollection findings, ref bool isUnspecified)
    {
        if (!pairs.TryReadObjectIdentifier(out ReadOnlySpan<byte> identifier))
        {
            return findings.Add(CertificateDeviation.Psd2Structure, "roleOfPspOid is no OBJECT IDENTIFIER");
        }

        if (_count == MaximumRoleCount)
        {
            return findings.Add(CertificateDeviation.Psd2Structure, $"there are more than {MaximumRoleCount} roles");
        }

        RegisteredRole? registered = RegisteredRole.Find(identifier);
        if (!TryReadText(ref pairs, "roleOfPspName", mayBeEmpty: true, registered?.Name, ref findings, out string name))
        {
            return false;
        }

        RoleOfPsp entry = new(registered?.Oid ?? ObjectIdentifier.ToText(identifier), name);
        Judge(entry, registered, ref findings);
        isUnspecified |= registered is { Role: PaymentServiceRoles.None };
        if (_count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * _count);
        }

        _entries[_count++] = entry;
        return true;
    }

    // TS 119 495 REG-5.2.2-5: the name belongs to the identifier. GEN-5.2.2-4: others may register roles.
    private void Judge(RoleOfPsp entry, RegisteredRole? registered, ref FindingCollection findings)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].Oid == entry.Oid)
            {
                findings.Add(CertificateDeviation.RoleDuplicate, $"{entry.Oid} is there twice");
                break;
            }
        }

        if (registered is null)
        {
            findings.Add(CertificateDeviation.RoleUnknown, $"{entry.Oid}, {Excerpt.Of(entry.Name)}, grants nothing");
        }
        else if (registered.Name == entry.Name)
        {
            _roles |= registered.Role;
        }
        else if (RegisteredRole.FindMeant(entry.Name) is { } meant && meant != registered)
        {
            _contradicted |= registered.Role;
            findings.Add(
                CertificateDeviation.RoleOidNameContradiction, $"{entry.Oid} is {registered.Name}, the name is {Excerpt.Of(entry.Name)}");
        }
        else
        {
            _roles |= registered.Role;
            findings.Add(
                CertificateDeviation.RoleNameUnregistered, $"{entry.Oid} is {registered.Name}, the name is {Excerpt.Of(entry.Name)}");
        }
    }

    private static bool TryReadText(
        ref DerCursor fields, string field, bool mayBeEmpty, string? known, ref FindingCollection findings, out string text)
    {
        text = string.Empty;
        if (!fields.TryReadAny(out Asn1Tag tag, out ReadOnlySpan<byte> contents)
            || contents.Length > 4 * MaximumTextLength
            || !DerText.TryRead(tag, contents, out string? read, out bool isUtf8, known)
            || read!.Length > MaximumTextLength
            || (read.Length == 0 && !mayBeEmpty))
        {
            return findings.Add(
                CertificateDeviation.Psd2Structure, $"{field} is missing, empty, no character string or longer than {MaximumTextLength}");
        }

        text = read;
        if (!isUtf8)
        {
            findings.Add(CertificateDeviation.Psd2StringType, $"{field} is {(UniversalTagNumber)tag.TagValue} instead of UTF8String");
        }

        return true;
    }
}
