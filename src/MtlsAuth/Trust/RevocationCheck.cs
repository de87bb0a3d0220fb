using System.Security.Cryptography.X509Certificates;
using MtlsAuth.Certificates;

namespace MtlsAuth.Trust;

/// <summary>Asks the platform and the application whether a trusted chain is revoked. Copies its settings. Thread-safe.</summary>
/// <remarks>One time limit counts for all of it, waiting for others included. What is not known by then is unknown.</remarks>
internal sealed class RevocationCheck(
    ChainValidatorOptions options, IRevocationChecker? checker, ChainBuilder builder, TimeProvider clock)
{
    private const string TimeIsOver = "there was no answer in time";

    private readonly X509RevocationMode _mode = options.RevocationMode;
    private readonly TimeSpan _timeout = options.RevocationTimeout;
    private readonly CertificateCheck _unknown = options.RevocationUnknown;
    private readonly BuildThreads _threads = new(options.MaximumConcurrentRevocationChecks);

    /// <summary>Checks a chain that is trusted otherwise.</summary>
    public ValueTask<ChainValidation> CheckAsync(
        ClientCertificate certificate, BuiltChain chain, TrustAnchors anchors, CancellationToken cancellationToken) =>
        _mode == X509RevocationMode.NoCheck && checker is null
            ? ValueTask.FromResult(chain.Validation)
            : CheckInTimeAsync(certificate, chain, anchors, cancellationToken);

    private async ValueTask<ChainValidation> CheckInTimeAsync(
        ClientCertificate certificate, BuiltChain chain, TrustAnchors anchors, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_timeout, clock);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        ChainValidation validation = chain.Validation;
        if (_mode != X509RevocationMode.NoCheck)
        {
            validation = GoOn(
                validation,
                await AskPlatformAsync(certificate, chain, anchors, limit.Token, cancellationToken).ConfigureAwait(false));
        }

        if (validation.Failure == ChainFailure.None && checker is not null)
        {
            validation = GoOn(
                validation,
                await AskCheckerAsync(checker, certificate, chain, limit.Token, cancellationToken).ConfigureAwait(false));
        }

        // Whoever still works at an answer is told that nobody waits for it.
        await limit.CancelAsync().ConfigureAwait(false);
        return validation;
    }

    private async ValueTask<ChainValidation> AskPlatformAsync(
        ClientCertificate certificate,
        BuiltChain chain,
        TrustAnchors anchors,
        CancellationToken limit,
        CancellationToken cancellationToken)
    {
        if (_mode == X509RevocationMode.Offline)
        {
            return Build().Validation;
        }

        try
        {
            return (await _threads.RunAsync(Build, limit).ConfigureAwait(false)).Validation;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ChainValidation.Failed(ChainFailure.RevocationUnknown, TimeIsOver);
        }

        // The platform's time limit is one for each certificate.
        BuiltChain Build() =>
            builder.BuildWithRevocation(certificate.RawData, chain, anchors, _mode, _timeout);
    }

    // The application's code, which may fail in any way: whatever it does, the chain is not trusted unless it says so.
    private static async ValueTask<ChainValidation> AskCheckerAsync(
        IRevocationChecker checker,
        ClientCertificate certificate,
        BuiltChain chain,
        CancellationToken limit,
        CancellationToken cancellationToken)
    {
        try
        {
            RevocationStatus status = await checker.CheckAsync(certificate, chain.Certificates, limit).AsTask()
                .WaitAsync(limit).ConfigureAwait(false);
            return status switch
            {
                RevocationStatus.Good => chain.Validation,
                RevocationStatus.Revoked => ChainValidation.Failed(ChainFailure.Revoked),
                _ => ChainValidation.Failed(ChainFailure.RevocationUnknown),
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return ChainValidation.Failed(
                ChainFailure.RevocationUnknown,
                limit.IsCancellationRequested ? TimeIsOver : $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    // What is not known refuses, or is reported where the server wants to go on without; then the next one is still asked.
    private ChainValidation GoOn(ChainValidation before, ChainValidation answer) => answer.Failure switch
    {
        ChainFailure.None => before,
        ChainFailure.RevocationUnknown when _unknown == CertificateCheck.Report =>
            before with { IsRevocationUnknown = true },
        _ => answer,
    };
}
