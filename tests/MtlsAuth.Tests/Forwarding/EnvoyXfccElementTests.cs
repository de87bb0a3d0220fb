using MtlsAuth.Certificates;
using MtlsAuth.Forwarding;
using MtlsAuth.Testing.Forwarding;
using MtlsAuth.Tests.Registration;
using MtlsAuth.TestSupport;
using static MtlsAuth.Tests.Forwarding.ForwardedCertificates;

namespace MtlsAuth.Tests.Forwarding;

/// <summary>Headers to which several proxies have written: which element is the client's, counted from the end.</summary>
public sealed class EnvoyXfccElementTests
{
    private const ForwardedCertificateFormat Format = ForwardedCertificateFormat.EnvoyXfcc;
    private const ForwardedCertificateFormat Appended = ForwardedCertificateFormat.EnvoyXfccAppended;

    // What a sidecar says of the gateway: no certificate, but a name, which comes from the mesh and not from the client.
    private const string Sidecar =
        "By=spiffe://cluster.local/ns/as/sa/as;Hash=abababababababababababababababababababababababababababababababab;"
        + "Subject=\"\";URI=spiffe://cluster.local/ns/istio-system/sa/gateway";

    private static readonly string Client = ForwardedHeaders.EnvoyXfccWithoutNames(Leaf);
    private static readonly string Forged = ForwardedHeaders.EnvoyXfccWithoutNames(Root);

    [TestCase("header.txt", Format)]
    [TestCase("header-without-names.txt", Format)]
    [TestCase("header-without-names.txt", Appended)]
    public void Decode_reads_what_a_gateway_and_a_sidecar_of_Istio_write(string file, ForwardedCertificateFormat format)
    {
        string value = TestVectors.ReadText($"istio-gateway-and-sidecar/{file}").TrimEnd('\n');

        Decode(value, format, elementFromEnd: 2)
            .ShouldBe(TestVectors.ReadCertificate("istio-gateway-and-sidecar/client.pem").RawData.ToArray());
        Decode(value, format, elementFromEnd: 1).Certificate.Should().BeNull();
    }

    [Test]
    public void Decode_reads_the_first_of_exactly_so_many_elements([Values(1, 2, 3, 16)] int elements)
    {
        string value = string.Join(',', [ForwardedHeaders.EnvoyXfcc(Leaf, Intermediate), .. Enumerable.Repeat(Sidecar, elements - 1)]);

        Decode(value, Format, elements).ShouldBe(Leaf, Intermediate);
    }

    [Test]
    public void Decode_never_takes_an_element_forged_in_front([Values(1, 2, 3)] int forged)
    {
        string value = string.Join(", ", [.. Enumerable.Repeat(Forged, forged), Client, Sidecar]);

        Decode(value, Appended, elementFromEnd: 2).ShouldBe(Leaf);
        Decode(value, Format, elementFromEnd: 2).ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    // An alternative name of the client's with a comma in it adds elements behind the client's own.
    [TestCase("URI=https://evil,{0}")]
    [TestCase("DNS=evil,{0}")]
    [TestCase("URI=https://evil,{0},By=x")]
    [TestCase("uri=a,{0};URI=b")]
    public void Decode_never_takes_an_element_that_the_client_s_name_adds(string names)
    {
        string name = string.Format(System.Globalization.CultureInfo.InvariantCulture, names, Forged);
        string value = $"{Client};{name},{Sidecar}";

        Decode(value, Appended, elementFromEnd: 2).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        Decode(value, Format, elementFromEnd: 2).ShouldBeMalformed(CertificateFormatError.TooManyCertificates);
    }

    [Test]
    public void Decode_goes_by_the_position_and_never_by_where_a_certificate_is([Values(Format, Appended)] ForwardedCertificateFormat format)
    {
        Decode($"{Sidecar.Replace(";URI=", ";X=")},{Client}", format, elementFromEnd: 2)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
        Decode($"{Client},{Forged}", format, elementFromEnd: 2).ShouldBe(Leaf);
    }

    [Test]
    public void Decode_takes_nothing_from_the_elements_behind([Values(Format, Appended)] ForwardedCertificateFormat format)
    {
        string[] pairs = Client.Split(';');
        string certificate = pairs.Single(pair => pair.StartsWith("Cert=", StringComparison.Ordinal));

        Decode($"{string.Join(';', pairs.Except([certificate]))},{certificate}", format, elementFromEnd: 2)
            .ShouldBeMalformed(CertificateFormatError.NoCertificate);
    }

    [Test]
    public void Decode_says_that_the_first_proxy_wrote_no_element([Values(Format, Appended)] ForwardedCertificateFormat format)
    {
        PresentedCertificate result = Decode(Sidecar, format, elementFromEnd: 2);

        result.Status.Should().Be(PresentedCertificateStatus.HeaderEmpty);
        result.Error.Should().Be(CertificateFormatError.None);
        result.Certificate.Should().BeNull();
    }

    [Test]
    public void Decode_does_not_take_the_only_element_for_the_one_before_it([Values(Format, Appended)] ForwardedCertificateFormat format) =>
        Decode(Client, format, elementFromEnd: 2).Status.Should().Be(PresentedCertificateStatus.HeaderEmpty);

    [TestCase("{0},")]
    [TestCase("{0},By")]
    [TestCase("{0},By=\"x")]
    [TestCase("{0},{1};")]
    [TestCase("{0},,{1}")]
    public void Decode_refuses_malformed_elements_behind(string format)
    {
        string value = string.Format(System.Globalization.CultureInfo.InvariantCulture, format, Client, Sidecar);

        Decode(value, Format, elementFromEnd: 2).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
        Decode(value, Appended, elementFromEnd: 2).ShouldBeMalformed(CertificateFormatError.MalformedHeader);
    }

    [Test]
    public void Decode_refuses_chain_headers_although_the_first_proxy_wrote_no_element() =>
        new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions { Format = Format, ElementFromEnd = 2 })
            .Decode([Sidecar], [Client]).ShouldBeMalformed(CertificateFormatError.MalformedHeader);

    [TestCase(Format, 0)]
    [TestCase(Format, 17)]
    [TestCase(Appended, -1)]
    [TestCase(Appended, 17)]
    [TestCase(ForwardedCertificateFormat.TraefikList, 2)]
    [TestCase(ForwardedCertificateFormat.Rfc9440, 2)]
    [TestCase(ForwardedCertificateFormat.Pem, 0)]
    public void Constructor_refuses_elements_that_cannot_be(ForwardedCertificateFormat format, int elementFromEnd)
    {
        Action act = () => _ = new ForwardedCertificateDecoder(
            new ForwardedCertificateDecoderOptions { Format = format, ElementFromEnd = elementFromEnd });

        act.Should().Throw<ArgumentOutOfRangeException>().WithMessage(
            $"ElementFromEnd is {elementFromEnd}; it has to be from 1 to 16 in Envoy's formats, and 1 in all others, *");
    }

    private static PresentedCertificate Decode(string value, ForwardedCertificateFormat format, int elementFromEnd) =>
        new ForwardedCertificateDecoder(new ForwardedCertificateDecoderOptions { Format = format, ElementFromEnd = elementFromEnd })
            .Decode([value]);
}
