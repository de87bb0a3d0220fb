using MtlsAuth.JwksUri.Fetching;

namespace MtlsAuth.JwksUri.Tests.Fetching;

[Parallelizable(ParallelScope.All)]
public sealed class JwksUriFailuresTests
{
    private static readonly JwksUriFailure[] Temporary =
    [
        JwksUriFailure.NameNotResolved,
        JwksUriFailure.ConnectionFailed,
        JwksUriFailure.TlsFailed,
        JwksUriFailure.TimedOut,
        JwksUriFailure.ResponseBroken,
        JwksUriFailure.ServerError,
        JwksUriFailure.Busy,
    ];

    [Test]
    public void A_failure_is_temporary_if_the_client_may_not_be_to_blame([Values] JwksUriFailure failure) =>
        failure.IsTemporary().Should().Be(Temporary.Contains(failure));
}
