using System.Text;

namespace MtlsAuth.OpenIddict.Tests;

/// <summary>The value of an <c>Authorization</c> header.</summary>
internal sealed record AuthenticationHeader(string Value)
{
    public static AuthenticationHeader Basic(string clientId, string secret) =>
        new("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}")));

    public static AuthenticationHeader Bearer(string token) => new("Bearer " + token);

    public void AddTo(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("Authorization", Value);
}
