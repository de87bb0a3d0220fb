namespace MtlsAuth.Tool.Migration;

/// <summary>Something of a client that could not be carried over, or not without a decision.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Index">The place of the secret or key in the input, from 0; -1 for the input as a whole.</param>
/// <param name="Text">What to do about it, in one or two sentences.</param>
internal sealed record MigrationRemark(MigrationRemarkKind Kind, int Index, string Text)
{
    /// <summary>Whether somebody has to do or decide something, so that all is as it was. Else it is for the record.</summary>
    public bool NeedsPerson => Kind is not (MigrationRemarkKind.OtherMethod or MigrationRemarkKind.DisabledClient
        or MigrationRemarkKind.KeyTakenFromCertificate or MigrationRemarkKind.ExpiredSecret);
}
