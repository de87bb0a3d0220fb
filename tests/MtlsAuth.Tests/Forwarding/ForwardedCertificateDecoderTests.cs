using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>What holds for all formats.</summary>
public sealed class ForwardedCertificateDecoderTests
{
    private static readonly string[] CertificateFiles =
        [.. new DirectoryInfo(Path.Combine(TestVectors.Folder, "proxies", "certs")).GetFiles("*.pem").Select(file => file.Name).Order()];

    [Test]
    public void Decode_reads_every_certificate(
        [Values] ForwardedCertificateFormat format, [ValueSource(nameof(CertificateFiles))] string file)
    {
        byte[] der = TestVectors.ReadCertificate($"proxies/certs/{file}").RawData.ToArray();

        format.Encode(der).Decode(format).ShouldBe(der);
    }

    [Test]
    public void Decode_reads_the_chain_in_its_order([Values] ForwardedCertificateFormat format)
    {
        (string value, string[] chain) = format.Encode(Leaf, Intermediate, Root);

        value.Decode(format, chain).ShouldBe(Leaf, Intermediate, Root);
    }

    [Test]
    public void Decode_leaves_the_leaf_out_of_the_chain([Values] ForwardedCertificateFormat format)
    {
        (string value, string[] chain) = format.Encode(Leaf, Leaf, Intermediate, Leaf);

        value.Decode(format, chain).ShouldBe(Leaf, Intermediate);
    }

    [Test]
    public void Decode_leaves_unreadable_certificates_out_of_the_chain([Values] ForwardedCertificateFormat format)
    {
        (string value, string[] chain) = format.Encode(Leaf, Der.Sequence(Der.Null), Intermediate);

        value.Decode(format, chain).ShouldBe(Leaf, Intermediate);
    }

    [Test]
    public void Decode_keeps_the_octets_of_a_certificate_that_it_refuses([Values] ForwardedCertificateFormat format)
    {
        byte[] rubbish = Der.Sequence(Der.Null);
        PresentedCertificate refused = format.Encode(rubbish).Decode(format);

        refused.Certificate.Should().BeNull();
        refused.RefusedOctets.ToArray().Should().Equal(rubbish);
        format.Encode(Leaf).Decode(format).RefusedOctets.IsEmpty.Should().BeTrue();
    }

    [Test]
    public void Decode_keeps_no_octets_of_a_certificate_whose_chain_it_refuses([Values] ForwardedCertificateFormat format)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions { Format = format, MaximumChainLength = 1 });
        (string value, string[] chain) = format.Encode(Leaf, Intermediate);

        PresentedCertificate refused = decoder.Decode([value], chain);

        refused.ShouldBeTooLarge();
        refused.RefusedOctets.IsEmpty.Should().BeTrue();
    }

    [Test]
    public void Decode_ignores_spaces_and_tabs_around_the_value([Values] ForwardedCertificateFormat format) =>
        $" \t{format.Encode(Leaf)} ".Decode(format).ShouldBe(Leaf);

    [Test]
    public void Decode_says_that_the_header_is_missing([Values] ForwardedCertificateFormat format)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions { Format = format });

        decoder.Decode([]).ShouldBeAbsent(PresentedCertificateStatus.HeaderAbsent);
        decoder.Decode([null]).ShouldBeAbsent(PresentedCertificateStatus.HeaderAbsent);
    }

    [TestCase("", PresentedCertificateStatus.HeaderEmpty)]
    [TestCase(" \t ", PresentedCertificateStatus.HeaderEmpty)]
    [TestCase("(null)", PresentedCertificateStatus.HeaderNull)]
    [TestCase("\"\"", PresentedCertificateStatus.HeaderEmpty)]
    [TestCase("::", PresentedCertificateStatus.HeaderEmpty)]
    [TestCase(" :: ", PresentedCertificateStatus.HeaderEmpty)]
    public void Decode_knows_each_spelling_of_no_certificate_in_every_format(string value, PresentedCertificateStatus absence)
    {
        foreach (ForwardedCertificateFormat format in Enum.GetValues<ForwardedCertificateFormat>())
        {
            value.Decode(format).ShouldBeAbsent(absence);
            value.Decode(format, value).ShouldBeAbsent(absence);
            format.Encode(Leaf).Decode(format, value).ShouldBe(Leaf);
        }
    }

    [TestCase("null")]
    [TestCase("(NULL)")]
    [TestCase("''")]
    [TestCase("\"")]
    [TestCase(":")]
    [TestCase(": :")]
    [TestCase(":::")]
    [TestCase("-")]
    [TestCase("\u00A0")]
    public void Decode_takes_nothing_else_for_no_certificate(string value)
    {
        foreach (ForwardedCertificateFormat format in Enum.GetValues<ForwardedCertificateFormat>())
        {
            value.Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        }
    }

    [Test]
    public void Decode_refuses_two_headers([Values] ForwardedCertificateFormat format)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions { Format = format });

        decoder.Decode([format.Encode(Leaf), format.Encode(Leaf)]).ShouldHaveFailed(PresentedCertificateStatus.HeaderDuplicated);
        decoder.Decode(["", format.Encode(Leaf)]).ShouldHaveFailed(PresentedCertificateStatus.HeaderDuplicated);
    }

    [Test]
    public void Decode_refuses_two_headers_that_were_joined(
        [Values] ForwardedCertificateFormat format, [Values(",", ", ", "; ")] string separator)
    {
        string value = format.Encode(Leaf) + separator + format.Encode(Root);

        if (format == ForwardedCertificateFormat.TraefikList && separator == ",")
        {
            // Indistinguishable from a chain, which is why values must not be joined.
            value.Decode(format).ShouldBe(Leaf, Root);
        }
        else if (format == ForwardedCertificateFormat.EnvoyXfccAppended && separator != "; ")
        {
            value.Decode(format).ShouldBe(Root);
        }
        else
        {
            value.Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        }
    }

    [Test]
    public void Decode_refuses_a_chain_without_a_certificate([Values(null, "", "(null)", "::")] string? value)
    {
        value.Decode(ForwardedCertificateFormat.Rfc9440, ForwardedHeaders.Rfc9440(Intermediate))
            .ShouldBeMalformed(CertificateFormatError.ChainWithoutCertificate);
        value.Decode(ForwardedCertificateFormat.Pem, "", ForwardedHeaders.Pem(Intermediate))
            .ShouldBeMalformed(CertificateFormatError.ChainWithoutCertificate);
        value.Decode(ForwardedCertificateFormat.Base64Der, ForwardedHeaders.Base64Der(Intermediate))
            .ShouldBeMalformed(CertificateFormatError.ChainWithoutCertificate);
    }

    [TestCase(ForwardedCertificateFormat.PercentEncodedPemChain)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfcc)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfccAppended)]
    [TestCase(ForwardedCertificateFormat.TraefikList)]
    public void Decode_refuses_a_chain_header_where_the_value_has_the_chain(ForwardedCertificateFormat format) =>
        format.Encode(Leaf).Decode(format, format.Encode(Intermediate)).ShouldBeMalformed(CertificateFormatError.MalformedHeader);

    [Test]
    public void Decode_refuses_a_certificate_with_octets_behind_it([Values] ForwardedCertificateFormat format) =>
        format.Encode([.. Leaf, 0]).Decode(format).ShouldBeMalformed(CertificateFormatError.TrailingData);

    [Test]
    public void Decode_refuses_a_certificate_that_lacks_octets([Values] ForwardedCertificateFormat format) =>
        format.Encode(Leaf[..^3]).Decode(format).ShouldBeMalformed(CertificateFormatError.MalformedDer);

    [Test]
    public void Decode_never_reads_another_certificate_out_of_a_truncated_value([Values] ForwardedCertificateFormat format)
    {
        string value = format.Encode(Leaf);

        for (int length = 0; length < value.Length; length++)
        {
            PresentedCertificate result = value[..length].Decode(format);

            // What follows the last boundary or pair may be missing without harm.
            if (result.Certificate is not null)
            {
                result.ShouldBe(Leaf);
            }
        }
    }

    [TestCase(ForwardedCertificateFormat.Pem, CertificateFormatError.MalformedPem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPem, CertificateFormatError.MalformedPem)]
    [TestCase(ForwardedCertificateFormat.PemOrPercentEncodedPem, CertificateFormatError.MalformedPem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPemChain, CertificateFormatError.MalformedPem)]
    [TestCase(ForwardedCertificateFormat.Base64Der, CertificateFormatError.MalformedDer)]
    [TestCase(ForwardedCertificateFormat.Rfc9440, CertificateFormatError.MalformedHeader)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfcc, CertificateFormatError.MalformedHeader)]
    [TestCase(ForwardedCertificateFormat.TraefikList, CertificateFormatError.MalformedDer)]
    public void Decode_refuses_a_truncated_value(ForwardedCertificateFormat format, CertificateFormatError error)
    {
        string value = format.Encode(Leaf);

        value[..(value.Length - 100 - (value.Length % 4))].Decode(format).ShouldBeMalformed(error);
    }

    [TestCase(ForwardedCertificateFormat.Pem, CertificateFormatError.MalformedPem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPem, CertificateFormatError.MalformedPercentEncoding)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPemChain, CertificateFormatError.MalformedPercentEncoding)]
    [TestCase(ForwardedCertificateFormat.Base64Der, CertificateFormatError.MalformedBase64)]
    [TestCase(ForwardedCertificateFormat.Rfc9440, CertificateFormatError.MalformedBase64)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfcc, CertificateFormatError.MalformedPercentEncoding)]
    [TestCase(ForwardedCertificateFormat.TraefikList, CertificateFormatError.MalformedPercentEncoding)]
    public void Decode_refuses_a_value_in_which_plus_became_a_space(ForwardedCertificateFormat format, CertificateFormatError error)
    {
        string value = format.Encode(Leaf).Replace("%2B", "+").Replace('+', ' ');

        value.Decode(format).ShouldBeMalformed(error);
    }

    [Test]
    public void Decode_refuses_an_embedded_NUL([Values] ForwardedCertificateFormat format, [Values(100, 500)] int index)
    {
        string value = format.Encode(Leaf);

        value.Insert(index, "\0").Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        value.Insert(index, "%00").Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
    }

    [Test]
    public void Decode_refuses_characters_beyond_ASCII(
        [Values] ForwardedCertificateFormat format, [Values('\u00A0', 'ı', '\uFF21')] char character)
    {
        string value = format.Encode(Leaf);
        int index = value.IndexOf("MII", StringComparison.Ordinal) + 8;

        value.Insert(index, character.ToString()).Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
    }

    [Test]
    public void Decode_reads_a_certificate_of_the_maximum_length_and_no_longer_one([Values] ForwardedCertificateFormat format)
    {
        string value = format.Encode(Leaf);
        ForwardedCertificateDecoder enough = new(new ForwardedCertificateDecoderOptions { Format = format, MaximumLength = Leaf.Length });
        ForwardedCertificateDecoder less = new(new ForwardedCertificateDecoderOptions { Format = format, MaximumLength = Leaf.Length - 1 });

        enough.Decode([value]).ShouldBe(Leaf);
        less.Decode([value]).ShouldBeTooLarge();
    }

    [Test]
    public void Decode_reads_a_chain_of_the_maximum_length_and_no_longer_one([Values] ForwardedCertificateFormat format)
    {
        (string value, string[] chain) = format.Encode(Leaf, Intermediate, Root);
        int length = Intermediate.Length + Root.Length;

        // Envoy has the client's certificate in the chain, too.
        length += format is ForwardedCertificateFormat.EnvoyXfcc or ForwardedCertificateFormat.EnvoyXfccAppended ? Leaf.Length : 0;
        ForwardedCertificateDecoder enough = new(new ForwardedCertificateDecoderOptions { Format = format, MaximumChainLength = length });
        ForwardedCertificateDecoder less = new(new ForwardedCertificateDecoderOptions { Format = format, MaximumChainLength = length - 1 });

        enough.Decode([value], chain).ShouldBe(Leaf, Intermediate, Root);
        less.Decode([value], chain).ShouldBeTooLarge();
    }

    [Test]
    public void Decode_refuses_16_KiB_by_default([Values] ForwardedCertificateFormat format)
    {
        byte[] large = new CertificateParts { Subject = Der.CommonName(new string('a', 16_384)) }.Encode();

        format.Encode(large).Decode(format).ShouldBeTooLarge();
    }

    [TestCase(ForwardedCertificateFormat.Pem)]
    [TestCase(ForwardedCertificateFormat.PercentEncodedPem)]
    [TestCase(ForwardedCertificateFormat.PemOrPercentEncodedPem)]
    [TestCase(ForwardedCertificateFormat.Base64Der)]
    [TestCase(ForwardedCertificateFormat.Rfc9440)]
    public void Decode_does_not_look_at_values_that_are_far_too_long(ForwardedCertificateFormat format)
    {
        new string('!', (2 * 16_384) + 1024).Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        new string('!', (2 * 16_384) + 1025).Decode(format).ShouldBeTooLarge();
        format.Encode(Leaf).Decode(format, new string('!', (2 * 65_536) + 1024))
            .Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        format.Encode(Leaf).Decode(format, new string('!', (2 * 65_536) + 1025)).ShouldBeTooLarge();
    }

    [TestCase(ForwardedCertificateFormat.PercentEncodedPemChain)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfcc)]
    [TestCase(ForwardedCertificateFormat.EnvoyXfccAppended)]
    [TestCase(ForwardedCertificateFormat.TraefikList)]
    public void Decode_does_not_look_at_values_with_chains_that_are_far_too_long(ForwardedCertificateFormat format)
    {
        new string('!', (2 * (16_384 + 65_536)) + 1024).Decode(format).Status.Should().Be(PresentedCertificateStatus.HeaderMalformed);
        new string('!', (2 * (16_384 + 65_536)) + 1025).Decode(format).ShouldBeTooLarge();
    }

    [Test]
    public void Decode_refuses_more_certificates_than_a_bundle_may_have([Values] ForwardedCertificateFormat format)
    {
        byte[] small = Der.Sequence(Der.Null);
        bool holdsLeaf = format is ForwardedCertificateFormat.EnvoyXfcc or ForwardedCertificateFormat.EnvoyXfccAppended;
        int most = ClientCertificate.MaximumChainCount - (holdsLeaf ? 1 : 0);
        (string value, string[] chain) = format.Encode(Leaf, [.. Enumerable.Repeat(small, most)]);
        (string longerValue, string[] longerChain) = format.Encode(Leaf, [.. Enumerable.Repeat(small, most + 1)]);

        value.Decode(format, chain).ShouldBe(Leaf);
        longerValue.Decode(format, longerChain).ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void Decode_allocates_no_more_than_the_certificate([Values] ForwardedCertificateFormat format)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions { Format = format });
        string value = format.Encode(Leaf);

        long allocated = Allocated(() => decoder.Decode([value]).Certificate is not null);

        // Code that is not optimized yet boxes here and there; a second array or a string would have the certificate's length.
        allocated.Should().BeLessThan(Allocated(() => ClientCertificate.TryParseDer(Leaf, out _, out _)) + (Leaf.Length / 2));
    }

    [Test]
    public void Constructor_refuses_formats_that_are_not_defined([Values(0, 10, -1)] int format)
    {
        Action act = () => _ = new ForwardedCertificateDecoder(
            new ForwardedCertificateDecoderOptions { Format = (ForwardedCertificateFormat)format });

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [TestCase(0, 1)]
    [TestCase(1, 0)]
    [TestCase(-1, 1)]
    public void Constructor_refuses_limits_less_than_one(int maximumLength, int maximumChainLength)
    {
        Action act = () => _ = new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions
        {
            Format = ForwardedCertificateFormat.Pem,
            MaximumLength = maximumLength,
            MaximumChainLength = maximumChainLength,
        });

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void Constructor_accepts_the_largest_limits([Values] ForwardedCertificateFormat format)
    {
        ForwardedCertificateDecoder decoder = new(new ForwardedCertificateDecoderOptions
        {
            Format = format,
            MaximumLength = int.MaxValue,
            MaximumChainLength = int.MaxValue,
        });
        (string value, string[] chain) = format.Encode(Leaf, Intermediate);

        decoder.Decode([value], chain).ShouldBe(Leaf, Intermediate);
    }

    // The least of several: pools fill up, and methods are compiled, at first.
    private static long Allocated(Func<bool> action)
    {
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool succeeded = action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            succeeded.Should().BeTrue();
        }

        return least;
    }
}
