using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Certificates;
using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The validated options in the form in which requests need them: what is null in the options is what the preset says.</summary>
internal sealed class ForwardedCertificateSettings
{
    private readonly FrozenSet<int> _ports;
    private readonly FrozenSet<string> _hosts;
    private readonly string? _verificationSuccess;

    public ForwardedCertificateSettings(ForwardedCertificateOptions options, ConnectionCertificateReader certificates)
    {
        ForwardedCertificatePresets.Settings? preset =
            options.Preset is { } chosen ? ForwardedCertificatePresets.Find(chosen) : null;
        _ports = options.Ports.ToFrozenSet();
        _hosts = options.Hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _verificationSuccess = options.VerificationSuccess ?? preset?.VerificationSuccess;
        Names = new ForwardedHeaderNames(
            options.SecretHeaderName ?? options.HeaderName ?? preset!.HeaderName!,
            options.ChainHeaderNames ?? (preset?.ChainHeaderName is { } chain ? [chain] : []),
            options.VerificationHeaderName,
            options.SharedSecretHeaderName);
        Decoder = new ForwardedCertificateDecoder(ToDecoderOptions(options, preset));
        Proofs = [.. CreateProofs(options, certificates)];
    }

    public ForwardedHeaderNames Names { get; }

    public ForwardedCertificateDecoder Decoder { get; }

    /// <summary>All of them have to hold. None, where the header's name itself is the proof.</summary>
    public ImmutableArray<IProvenanceProof> Proofs { get; }

    /// <summary>The part of the settings that the core takes. A format that is missing is none.</summary>
    public static ForwardedCertificateDecoderOptions ToDecoderOptions(
        ForwardedCertificateOptions options, ForwardedCertificatePresets.Settings? preset) => new()
        {
            Format = options.Format ?? preset?.Format ?? default,
            MaximumLength = options.MaximumLength,
            MaximumChainLength = options.MaximumChainLength,
            ElementFromEnd = options.ElementFromEnd ?? preset?.ElementFromEnd ?? 1,
        };

    /// <summary>Whether the request's certificate comes in the header: the endpoint says so, or else port and host do.</summary>
    public bool AppliesTo(HttpContext context) =>
        ClientCertificateSourceMetadata.IsForwardedTo(context)
        ?? ((_ports.Count == 0 || _ports.Contains(context.Connection.LocalPort))
            && (_hosts.Count == 0 || _hosts.Contains(context.Request.Host.Host)));

    /// <summary>Whether the proxy says that the chain is trusted.</summary>
    public bool IsVerified(ForwardedHeaders headers) =>
        _verificationSuccess is not null
        && headers.Verification is [{ } verdict]
        && string.Equals(verdict, _verificationSuccess, StringComparison.Ordinal);

    private static IEnumerable<IProvenanceProof> CreateProofs(
        ForwardedCertificateOptions options, ConnectionCertificateReader certificates)
    {
        if (options.SharedSecrets.Count > 0)
        {
            yield return new SharedSecretProof(options.SharedSecrets);
        }

        if (options.KnownProxies.Count + options.KnownNetworks.Count > 0)
        {
            yield return new KnownProxyProof(
            [
                .. options.KnownProxies.Select(
                    static text => ProxyNetworks.TryReadAddress(text, out IPNetwork network) ? network : throw NotValidated()),
                .. options.KnownNetworks.Select(
                    static text => ProxyNetworks.TryReadNetwork(text, out IPNetwork network) ? network : throw NotValidated()),
            ]);
        }

        if (options.ProxyCertificateThumbprints.Count + options.ProxyKeyThumbprints.Count > 0)
        {
            yield return new ProxyCertificateProof(
                options.ProxyCertificateThumbprints.Select(text => CertificateThumbprint.Parse(text)).ToFrozenSet(),
                options.ProxyKeyThumbprints.Select(text => JwkThumbprint.Parse(text)).ToFrozenSet(),
                certificates);
        }
    }

    private static InvalidOperationException NotValidated() => new("The options have not been validated.");
}
