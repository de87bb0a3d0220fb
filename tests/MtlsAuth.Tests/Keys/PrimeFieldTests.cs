using System.Numerics;
using CsCheck;
using MtlsAuth.Keys;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Keys;

[TestFixture("FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF", TestName = "P-256")]
[TestFixture(
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF", TestName = "P-384")]
[TestFixture(
    "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    + "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF",
    TestName = "P-521")]
[TestFixture("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFC2F", TestName = "secp256k1")]
public sealed class PrimeFieldTests
{
    private readonly int _length;
    private readonly BigInteger _p;
    private readonly PrimeField _field;
    private readonly Gen<BigInteger> _element;

    public PrimeFieldTests(string modulus)
    {
        byte[] octets = Convert.FromHexString(modulus);
        _length = octets.Length;
        _p = new BigInteger(octets, isUnsigned: true, isBigEndian: true);
        _field = new PrimeField(octets);
        _element = Gen.Frequency(
            (4, Gen.Byte.Array[_length].Select(random => new BigInteger(random, isUnsigned: true, isBigEndian: true) % _p)),
            (1, Gen.Int[0, 3].Select(small => new BigInteger(small))),
            (1, Gen.Int[1, 3].Select(small => _p - small)),
            (1, Gen.Int[1, (8 * _length) - 8].Select(bit => BigInteger.One << bit)));
    }

    [Test]
    public void Import_and_Export_give_back_the_number() => _element.Sample(value => Export(Import(value)) == value);

    [Test]
    public void TryImport_refuses_p_and_more()
    {
        Span<ulong> limbs = stackalloc ulong[_field.LimbCount];

        foreach (BigInteger number in new[] { _p, _p + 1, (BigInteger.One << (8 * _length)) - 1 })
        {
            _field.TryImport(ToOctets(number), limbs).Should().BeFalse();
        }
    }

    [Test]
    public void Add_is_addition_modulo_p() =>
        Gen.Select(_element, _element).Sample((left, right) => Export(Compute(left, right, _field.Add)) == (left + right) % _p);

    [Test]
    public void Multiply_is_multiplication_modulo_p() =>
        Gen.Select(_element, _element).Sample((left, right) => Export(Compute(left, right, _field.Multiply)) == left * right % _p);

    [Test]
    public void Multiply_and_Add_may_write_over_their_operands() =>
        _element.Sample(value =>
        {
            ulong[] square = Import(value);
            ulong[] twice = Import(value);
            _field.Multiply(square, square, square);
            _field.Add(twice, twice, twice);

            return Export(square) == value * value % _p && Export(twice) == 2 * value % _p;
        });

    [Test]
    public void Negate_is_subtraction_from_p() =>
        _element.Sample(value =>
        {
            ulong[] limbs = Import(value);
            _field.Negate(limbs);

            return Export(limbs) == (_p - value) % _p;
        });

    [Test]
    public void SquareRootCandidate_is_a_root_of_every_square() =>
        _element.Sample(
            value =>
            {
                ulong[] square = Compute(value, value, _field.Multiply);
                ulong[] root = new ulong[_field.LimbCount];
                _field.SquareRootCandidate(square, root);

                return Export(root) == value || Export(root) == _p - value || value.IsZero;
            },
            iter: 20);

    [Test]
    public void SquareRootCandidate_is_no_root_of_the_negative_of_a_square() =>
        _element.Where(value => !value.IsZero).Sample(
            value =>
            {
                ulong[] negative = Compute(value, value, _field.Multiply);
                _field.Negate(negative);
                ulong[] root = new ulong[_field.LimbCount];
                _field.SquareRootCandidate(negative, root);
                _field.Multiply(root, root, root);

                return !root.AsSpan().SequenceEqual(negative);
            },
            iter: 20);

    private delegate void Operation(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result);

    private ulong[] Compute(BigInteger left, BigInteger right, Operation operation)
    {
        ulong[] result = new ulong[_field.LimbCount];
        operation(Import(left), Import(right), result);
        return result;
    }

    private ulong[] Import(BigInteger value)
    {
        ulong[] limbs = new ulong[_field.LimbCount];
        _field.TryImport(ToOctets(value), limbs).Should().BeTrue();
        return limbs;
    }

    private BigInteger Export(ulong[] limbs)
    {
        byte[] octets = new byte[_length];
        _field.Export(limbs, octets);
        return new BigInteger(octets, isUnsigned: true, isBigEndian: true);
    }

    private byte[] ToOctets(BigInteger value)
    {
        byte[] octets = new byte[_length];
        byte[] minimal = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(octets, _length - minimal.Length);
        return octets;
    }
}
