using System.Buffers.Binary;
using System.Numerics;
using CsCheck;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Keys;

public sealed class P256ElementTests
{
    private static readonly BigInteger One = BigInteger.One;
    private static readonly BigInteger P = (One << 256) - (One << 224) + (One << 192) + (One << 96) - 1;
    private static readonly BigInteger InverseOfR = BigInteger.ModPow(One << 256, P - 2, P);

    // Limbs of only ones or zeros are where carries run through.
    private static readonly BigInteger[] Limits = [0, 1, uint.MaxValue, One << 32, ulong.MaxValue - 1, ulong.MaxValue];

    private static readonly Gen<BigInteger> Limb = Gen.OneOf(
        Gen.ULong.Select(random => new BigInteger(random)),
        Gen.Int[0, 5].Select(index => Limits[index]));

    private static readonly Gen<BigInteger> Element = Gen.Frequency(
        (4, Limb.Array[4].Select(limbs => limbs.Aggregate(BigInteger.Zero, (number, limb) => (number << 64) + limb) % P)),
        (1, Gen.Int[0, 3].Select(small => new BigInteger(small))),
        (1, Gen.Int[1, 3].Select(small => P - small)),
        (1, Gen.Int[0, 255].Select(bit => One << bit)));

    [Test]
    public void TryRead_reads_every_number_below_p() => Element.Sample(number => ToNumber(Read(number)) == number);

    [Test]
    public void TryRead_refuses_p_and_more()
    {
        foreach (BigInteger number in new[] { P, P + 1, P + (One << 96), (One << 256) - 1 })
        {
            P256Element.TryRead(ToOctets(number), out _).Should().BeFalse();
        }
    }

    [Test]
    public void Add_is_addition_modulo_p() =>
        Gen.Select(Element, Element).Sample(
            (left, right) => ToNumber(P256Element.Add(Read(left), Read(right))) == (left + right) % P, iter: 10_000);

    [Test]
    public void Multiply_is_multiplication_divided_by_R_modulo_p() =>
        Gen.Select(Element, Element).Sample(
            (left, right) => ToNumber(P256Element.Multiply(Read(left), Read(right))) == left * right * InverseOfR % P, iter: 10_000);

    [Test]
    public void DivideByR_is_division_modulo_p() =>
        Element.Sample(number => ToNumber(P256Element.DivideByR(Read(number))) == number * InverseOfR % P, iter: 10_000);

    private static P256Element Read(BigInteger number)
    {
        P256Element.TryRead(ToOctets(number), out P256Element element).Should().BeTrue();
        return element;
    }

    private static BigInteger ToNumber(P256Element element)
    {
        byte[] octets = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(octets, element.Limb0);
        BinaryPrimitives.WriteUInt64LittleEndian(octets.AsSpan(8), element.Limb1);
        BinaryPrimitives.WriteUInt64LittleEndian(octets.AsSpan(16), element.Limb2);
        BinaryPrimitives.WriteUInt64LittleEndian(octets.AsSpan(24), element.Limb3);
        return new BigInteger(octets, isUnsigned: true);
    }

    private static byte[] ToOctets(BigInteger number)
    {
        byte[] octets = new byte[32];
        byte[] minimal = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(octets, 32 - minimal.Length);
        return octets;
    }
}
