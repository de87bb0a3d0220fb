using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace MtlsAuth.AspNetCore.Forwarding;

/// <summary>The headers that the proxy sets, and how they are taken out of a request.</summary>
internal sealed class ForwardedHeaderNames
{
    private readonly HeaderName _certificate;
    private readonly HeaderName[] _chain;
    private readonly HeaderName? _verification;
    private readonly HeaderName? _secretValue;

    public ForwardedHeaderNames(string certificate, IEnumerable<string> chain, string? verification, string? secretValue)
    {
        _certificate = new HeaderName(certificate);
        _chain = [.. chain.Select(name => new HeaderName(name))];
        _verification = verification is null ? null : new HeaderName(verification);
        _secretValue = secretValue is null ? null : new HeaderName(secretValue);
    }

    /// <summary>Takes the headers out of the request, so that nobody else reads, forwards or logs them.</summary>
    public ForwardedHeaders TakeFrom(IHeaderDictionary request)
    {
        ForwardedHeaders taken = new() { Chain = _chain.Length == 0 ? [] : new StringValues[_chain.Length] };
        StringValues names = default;
        foreach ((string name, StringValues values) in request)
        {
            if (Take(name, values, taken))
            {
                names = StringValues.Concat(names, name);
            }
        }

        foreach (string? name in names)
        {
            request.Remove(name!);
        }

        return taken;
    }

    private bool Take(string name, StringValues values, ForwardedHeaders taken)
    {
        if (_certificate.Matches(name))
        {
            taken.Certificate = values;
            return true;
        }

        if (_certificate.IsImitatedBy(name))
        {
            return taken.IsImitated = true;
        }

        for (int i = 0; i < _chain.Length; i++)
        {
            if (_chain[i].Matches(name))
            {
                taken.Chain[i] = values;
                return true;
            }
        }

        if (_verification?.Matches(name) == true)
        {
            taken.Verification = values;
            return true;
        }

        if (_secretValue?.Matches(name) == true)
        {
            taken.SecretValue = values;
            return true;
        }

        return false;
    }
}
