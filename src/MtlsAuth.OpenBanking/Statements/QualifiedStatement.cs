namespace MtlsAuth.OpenBanking;

/// <summary>One statement as it stands in the certificate, understood or not.</summary>
/// <remarks>Immutable and thread-safe. Countries and registers have statements of their own; an unknown one means nothing here.</remarks>
public sealed class QualifiedStatement
{
    internal QualifiedStatement(string oid, ReadOnlyMemory<byte> information, bool isUnderstood)
    {
        Oid = oid;
        Information = information;
        IsUnderstood = isUnderstood;
    }

    /// <summary>The statement's object identifier in dotted form.</summary>
    public string Oid { get; }

    /// <summary>What the statement says, in DER; empty if it is said by the identifier alone.</summary>
    public ReadOnlyMemory<byte> Information { get; }

    /// <summary>Whether the statement is one of those that have a property of <see cref="QualifiedStatements"/>.</summary>
    public bool IsUnderstood { get; }
}
