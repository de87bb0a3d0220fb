using System.Net.Security;
using MtlsAuth.Certificates;
using MtlsAuth.Tool.Running;

namespace MtlsAuth.Tool.Probing;

/// <summary>Does what a client does, step by step: metadata, handshake, token. Says which step went wrong, and why that may be.</summary>
/// <param name="environment">Network and time.</param>
/// <param name="trust">Whom to take for the server.</param>
/// <param name="identity">The client's certificate with its private key.</param>
/// <param name="certificate">The same certificate.</param>
internal sealed class ServerProbe(
    ToolEnvironment environment, ServerTrust trust, SslStreamCertificateContext identity, ClientCertificate certificate)
{
    /// <summary>How long each step may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private ProbeResult _result = new();

    /// <summary>Probes.</summary>
    public async Task<ProbeResult> RunAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        try
        {
            Uri first = target.TokenEndpoint ?? target.Url;
            await ShakeHandsAsync(first, cancellationToken).ConfigureAwait(false);
            if (target.TokenEndpoint is null)
            {
                ServerPromises promises = await DiscoverAsync(target.Url, cancellationToken).ConfigureAwait(false);
                _result = _result with { Promises = promises };
            }

            Uri endpoint = _result.Promises?.Endpoint ?? first;
            if (endpoint.Authority != first.Authority)
            {
                await ShakeHandsAsync(endpoint, cancellationToken).ConfigureAwait(false);
            }

            if (target.ClientId is not null)
            {
                TokenAnswer answer = await AskForTokenAsync(endpoint, target, cancellationToken).ConfigureAwait(false);
                _result = _result with { Answer = answer };
            }

            return _result with { Cause = FindCause() };
        }
        catch (ProbeException exception)
        {
            ProbeCause cause = exception.Cause == ProbeCause.CertificateRefused && IsOutOfDate()
                ? ProbeCause.CertificateOutOfDate
                : exception.Cause;
            return _result with { Cause = cause, Incident = exception.Message };
        }
    }

    private async Task ShakeHandsAsync(Uri server, CancellationToken cancellationToken)
    {
        Handshake handshake = await LimitAsync(
            token => HandshakeProbe.RunAsync(environment.Network, trust, server, token), cancellationToken).ConfigureAwait(false);
        _result = _result with { Handshake = handshake };
    }

    private async Task<ServerPromises> DiscoverAsync(Uri url, CancellationToken cancellationToken)
    {
        List<string> answers = [];
        foreach (Uri document in PromisesReader.FindDocuments(url))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, document);
            HttpAnswer answer = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.Status == 200)
            {
                return PromisesReader.Read(url, document, answer.Body);
            }

            answers.Add($"{document} answers {answer.Status}");
        }

        throw new ProbeException(ProbeCause.NoDiscovery, string.Join("; ", answers));
    }

    private async Task<TokenAnswer> AskForTokenAsync(Uri endpoint, ProbeTarget target, CancellationToken cancellationToken)
    {
        Dictionary<string, string> form = new() { ["grant_type"] = "client_credentials", ["client_id"] = target.ClientId! };
        if (target.Scope is { } scope)
        {
            form["scope"] = scope;
        }

        using HttpRequestMessage request = new(HttpMethod.Post, endpoint) { Content = new FormUrlEncodedContent(form) };
        return TokenAnswerReader.Read(await SendAsync(request, cancellationToken).ConfigureAwait(false));
    }

    // With the certificate, which a server may ask for wherever the connection leads to.
    private Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => LimitAsync(
        token => HttpExchange.SendAsync(environment.Network, trust, identity, _result.Handshake!.AsksForCertificate, request, token),
        cancellationToken);

    // What comes first on the way to a token comes first here.
    private ProbeCause FindCause()
    {
        TokenAnswer? answer = _result.Answer;
        if (!_result.Handshake!.AsksForCertificate && answer?.Confirmation is null)
        {
            return ProbeCause.NoCertificateAsked;
        }

        if (answer?.Token is not null)
        {
            return FindFaultOfToken(answer);
        }

        if (IsOutOfDate())
        {
            return ProbeCause.CertificateOutOfDate;
        }

        if (_result.Promises is { OffersMutualTls: false })
        {
            return ProbeCause.NoMethodOffered;
        }

        return answer switch
        {
            null => ProbeCause.None,
            { Error: "invalid_client" } or { Status: 401 } => ProbeCause.ClientRefused,
            { Error: "unauthorized_client" or "invalid_scope" or "unsupported_grant_type" or "invalid_grant" } => ProbeCause.GrantRefused,
            _ => ProbeCause.UnexpectedAnswer,
        };
    }

    private bool IsOutOfDate() =>
        environment.Clock.GetUtcNow() is var now && (now > certificate.NotAfter || now < certificate.NotBefore);

    private ProbeCause FindFaultOfToken(TokenAnswer answer) => answer switch
    {
        { IsOpaque: true } => ProbeCause.None,
        { Confirmation: { } confirmation } when confirmation != certificate.Thumbprint.ToString() => ProbeCause.TokenBoundToAnother,
        { Confirmation: null } when _result.Promises is { BindsTokens: true } => ProbeCause.TokenNotBound,
        _ => ProbeCause.None,
    };

    private async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(Deadline, environment.Clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await step(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException(ProbeCause.TimedOut, $"no answer within {Deadline.TotalSeconds} seconds");
        }
    }
}
