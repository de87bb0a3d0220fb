using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Tests.Fetching;

/// <summary>What holds for each result, beside the one that a test asks for.</summary>
internal static class FetchAssertions
{
    public static void ShouldBeKeys(this FetchResult result, int count = 1)
    {
        result.Failure.Should().Be(JwksUriFailure.None, result.Detail);
        result.Keys!.Keys.Should().HaveCount(count);
        result.Detail.Should().BeNull();
    }

    public static void ShouldBeUnchanged(this FetchResult result)
    {
        result.Failure.Should().Be(JwksUriFailure.None, result.Detail);
        result.Keys.Should().BeNull();
    }

    /// <summary>A failure whose detail tells the host and a cause, in one bounded line, and nothing else of the URL.</summary>
    public static void ShouldBe(this FetchResult result, JwksUriFailure failure, string? cause = null)
    {
        result.Failure.Should().Be(failure, result.Detail);
        result.Keys.Should().BeNull();
        result.Validators.Should().Be(default(Validators));
        result.Detail.Should().MatchRegex("^[ -~]{1,402}$").And.StartWith($"{ServerCertificates.Host}: ").And.Contain(cause ?? ":");
        result.Detail.Should().NotContainAny("/jwks", "secret");
    }
}
