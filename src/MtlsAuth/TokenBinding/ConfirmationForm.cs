namespace MtlsAuth.TokenBinding;

/// <summary>What a <c>cnf</c> holds, before anything is compared.</summary>
internal enum ConfirmationForm
{
    Malformed,
    OthersOnly,
    CertificateOnly,
    CertificateAndOthers,
}
