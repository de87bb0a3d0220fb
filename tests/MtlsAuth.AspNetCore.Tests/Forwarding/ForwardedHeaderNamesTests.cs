using Microsoft.AspNetCore.Http;
using MtlsAuth.AspNetCore.Forwarding;

namespace MtlsAuth.AspNetCore.Tests.Forwarding;

public sealed class ForwardedHeaderNamesTests
{
    private readonly ForwardedHeaderNames _names = new("X-Cert", ["X-Chain-0", "X-Chain-1"], "X-Verify", "X-Secret");

    [Test]
    public void TakeFrom_takes_the_headers_by_their_names()
    {
        HeaderDictionary request = new()
        {
            ["x-cert"] = "certificate",
            ["X-Chain-1"] = "second",
            ["X-Chain-0"] = "first",
            ["X-VERIFY"] = "SUCCESS",
            ["X-Secret"] = "secret",
            ["X-Other"] = "other",
        };

        ForwardedHeaders taken = _names.TakeFrom(request);

        taken.Certificate.Should().Equal("certificate");
        taken.ChainValues.Should().Equal("first", "second");
        taken.Verification.Should().Equal("SUCCESS");
        taken.SecretValue.Should().Equal("secret");
        taken.IsImitated.Should().BeFalse();
    }

    [Test]
    public void TakeFrom_leaves_nothing_of_them_in_the_request()
    {
        HeaderDictionary request = new()
        {
            ["X-Cert"] = "certificate",
            ["X_Cert"] = "imitation",
            ["X-Chain-0"] = "first",
            ["X-Verify"] = "SUCCESS",
            ["X-Secret"] = "secret",
            ["X-Other"] = "other",
        };

        _names.TakeFrom(request);

        request.Keys.Should().Equal("X-Other");
    }

    [Test]
    public void TakeFrom_takes_all_lines_of_a_header()
    {
        HeaderDictionary request = new() { ["X-Cert"] = new(["one", "two"]) };

        _names.TakeFrom(request).Certificate.Should().Equal("one", "two");
    }

    [Test]
    public void TakeFrom_tells_that_another_spelling_was_there()
    {
        ForwardedHeaders taken = _names.TakeFrom(new HeaderDictionary { ["X_CERT"] = "imitation" });

        taken.IsImitated.Should().BeTrue();
        taken.Certificate.Should().BeEmpty();
    }

    [Test]
    public void TakeFrom_finds_nothing_in_other_requests()
    {
        ForwardedHeaders taken = _names.TakeFrom(new HeaderDictionary { ["Host"] = "localhost" });

        taken.Certificate.Should().BeEmpty();
        taken.ChainValues.Should().BeEmpty();
        taken.Verification.Should().BeEmpty();
        taken.SecretValue.Should().BeEmpty();
    }
}
