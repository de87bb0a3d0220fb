using System.Buffers.Binary;

namespace MtlsAuth.Keys;

/// <summary>Arithmetic modulo an odd prime p on little-endian 64-bit limbs.</summary>
/// <remarks>
/// <para>Elements are kept in Montgomery form, x·R mod p with R = 2^(64·limbs), in which a product needs no division.</para>
/// <para>
/// Why not <see cref="System.Numerics.BigInteger"/>: checking that a certificate's point is on its curve is done for every
/// certificate, and would cost more than all the rest of reading it.
/// </para>
/// <para>For public values only: time depends on the operands. Thread-safe: the field is immutable.</para>
/// </remarks>
internal sealed class PrimeField
{
    /// <summary>The limbs of the largest field used, that of P-521.</summary>
    public const int MaximumLimbs = 9;

    private readonly ulong[] _modulus;
    private readonly ulong[] _squareOfR;
    private readonly ulong[] _squareRootExponent;
    private readonly ulong _negatedInverse;

    public PrimeField(ReadOnlySpan<byte> modulus)
    {
        LimbCount = (modulus.Length + 7) / 8;
        _modulus = new ulong[LimbCount];
        ReadBigEndian(modulus, _modulus);

        // Newton's iteration for 1/p mod 2^64: each step doubles the number of correct bits, p itself being correct in three.
        ulong inverse = _modulus[0];
        for (int i = 0; i < 5; i++)
        {
            inverse *= 2 - (_modulus[0] * inverse);
        }

        _negatedInverse = 0 - inverse;

        // R² mod p by doubling 1 as often as R² has bits.
        _squareOfR = new ulong[LimbCount];
        _squareOfR[0] = 1;
        for (int i = 0; i < 128 * LimbCount; i++)
        {
            Add(_squareOfR, _squareOfR, _squareOfR);
        }

        // Every field used here has p = 3 mod 4, where a square's root is its power with the exponent (p + 1) / 4.
        _squareRootExponent = new ulong[LimbCount];
        ulong carry = 1;
        for (int i = 0; i < LimbCount; i++)
        {
            _squareRootExponent[i] = _modulus[i] + carry;
            carry = _squareRootExponent[i] < carry ? 1UL : 0;
        }

        for (int i = 0; i < LimbCount; i++)
        {
            ulong next = i + 1 < LimbCount ? _squareRootExponent[i + 1] : carry;
            _squareRootExponent[i] = (_squareRootExponent[i] >> 2) | (next << 62);
        }
    }

    public int LimbCount { get; }

    /// <summary>Reads a big-endian integer as it is; false if it is not less than p.</summary>
    public bool TryRead(ReadOnlySpan<byte> bigEndian, Span<ulong> result)
    {
        ReadBigEndian(bigEndian, result);
        return IsLessThanModulus(result);
    }

    /// <summary>Reads a big-endian integer into Montgomery form; false if it is not less than p.</summary>
    public bool TryImport(ReadOnlySpan<byte> bigEndian, Span<ulong> result)
    {
        if (!TryRead(bigEndian, result))
        {
            return false;
        }

        Multiply(result, _squareOfR, result);
        return true;
    }

    /// <summary>Writes an element in Montgomery form as a big-endian integer of exactly the destination's length.</summary>
    public void Export(ReadOnlySpan<ulong> value, Span<byte> bigEndian)
    {
        Span<ulong> plain = stackalloc ulong[LimbCount];
        value.CopyTo(plain);
        DivideByR(plain);

        for (int i = 0; i < bigEndian.Length; i++)
        {
            bigEndian[^(i + 1)] = (byte)(plain[i / 8] >> (8 * (i % 8)));
        }
    }

    public void Add(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        ulong carry = 0;
        for (int i = 0; i < LimbCount; i++)
        {
            carry = AddWithCarry(left[i], right[i], carry, out result[i]);
        }

        if (carry != 0 || !IsLessThanModulus(result))
        {
            SubtractModulus(result);
        }
    }

    public void Negate(Span<ulong> value)
    {
        if (value.IndexOfAnyExcept(0UL) < 0)
        {
            return;
        }

        ulong borrow = 0;
        for (int i = 0; i < LimbCount; i++)
        {
            UInt128 difference = (UInt128)_modulus[i] - value[i] - borrow;
            value[i] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }
    }

    /// <summary>left · right / R mod p, row by row (Koç, Acar, Kaliski: "coarsely integrated operand scanning").</summary>
    /// <remarks>The result may be one of the operands.</remarks>
    public void Multiply(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, Span<ulong> result)
    {
        // Instead of dropping the lowest limb after each row and moving the others, the next row begins one limb further on.
        int count = LimbCount;
        Span<ulong> sum = stackalloc ulong[2 * MaximumLimbs];
        ulong carry = 0;
        for (int i = 0; i < count; i++)
        {
            Span<ulong> row = sum.Slice(i, count);
            ulong upper = AddProduct(row, left, right[i]);
            carry = AddWithCarry(upper, AddMultipleOfModulus(row), carry, out sum[i + count]);
        }

        sum.Slice(count, count).CopyTo(result);
        if (carry != 0 || !IsLessThanModulus(result))
        {
            SubtractModulus(result);
        }
    }

    /// <summary>value / R mod p: what <see cref="Multiply"/> by the number 1 gives, in half the time.</summary>
    public void DivideByR(Span<ulong> value)
    {
        int count = LimbCount;
        Span<ulong> sum = stackalloc ulong[2 * MaximumLimbs];
        value.CopyTo(sum);
        ulong carry = 0;
        for (int i = 0; i < count; i++)
        {
            carry = AddWithCarry(sum[i + count], AddMultipleOfModulus(sum.Slice(i, count)), carry, out sum[i + count]);
        }

        // Below p without another subtraction: (value + (R - 1) · p) / R < p for every value < p.
        sum.Slice(count, count).CopyTo(value);
    }

    /// <summary>A root of the value if it has one; otherwise some element whose square is not the value.</summary>
    public void SquareRootCandidate(ReadOnlySpan<ulong> value, Span<ulong> result)
    {
        Span<ulong> power = stackalloc ulong[LimbCount];
        value.CopyTo(power);
        bool started = false;
        for (int bit = (64 * LimbCount) - 1; bit >= 0; bit--)
        {
            bool isSet = ((_squareRootExponent[bit / 64] >> (bit % 64)) & 1) == 1;
            if (started)
            {
                Multiply(power, power, power);
                if (isSet)
                {
                    Multiply(power, value, power);
                }
            }

            started |= isSet;
        }

        power.CopyTo(result);
    }

    /// <summary>Adds multiplicand · multiplier and returns the limb above.</summary>
    private static ulong AddProduct(Span<ulong> sum, ReadOnlySpan<ulong> multiplicand, ulong multiplier)
    {
        ulong carry = 0;
        for (int i = 0; i < sum.Length && i < multiplicand.Length; i++)
        {
            // The upper limb of a product is at most 2^64 - 2, and even with both carries its limb does not overflow.
            ulong upper = Math.BigMul(multiplicand[i], multiplier, out ulong lower);
            lower += carry;
            upper += lower < carry ? 1UL : 0;
            ulong limb = sum[i] + lower;
            carry = upper + (limb < lower ? 1UL : 0);
            sum[i] = limb;
        }

        return carry;
    }

    /// <summary>Adds the multiple of p that makes the lowest limb zero, and returns the limb above.</summary>
    private ulong AddMultipleOfModulus(Span<ulong> sum) => AddProduct(sum, _modulus, sum[0] * _negatedInverse);

    private static ulong AddWithCarry(ulong left, ulong right, ulong carry, out ulong sum)
    {
        ulong partial = left + right;
        sum = partial + carry;
        return (partial < left ? 1UL : 0) + (sum < partial ? 1UL : 0);
    }

    private static void ReadBigEndian(ReadOnlySpan<byte> bigEndian, Span<ulong> limbs)
    {
        for (int i = 0; i < limbs.Length; i++)
        {
            int end = bigEndian.Length - (8 * i);
            limbs[i] = end >= 8
                ? BinaryPrimitives.ReadUInt64BigEndian(bigEndian[(end - 8)..])
                : ReadShortBigEndian(bigEndian[..end]);
        }
    }

    private static ulong ReadShortBigEndian(ReadOnlySpan<byte> bigEndian)
    {
        ulong value = 0;
        foreach (byte octet in bigEndian)
        {
            value = (value << 8) | octet;
        }

        return value;
    }

    private bool IsLessThanModulus(ReadOnlySpan<ulong> value)
    {
        for (int i = LimbCount - 1; i >= 0; i--)
        {
            if (value[i] != _modulus[i])
            {
                return value[i] < _modulus[i];
            }
        }

        return false;
    }

    private void SubtractModulus(Span<ulong> value)
    {
        ulong borrow = 0;
        for (int i = 0; i < LimbCount; i++)
        {
            UInt128 difference = (UInt128)value[i] - _modulus[i] - borrow;
            value[i] = (ulong)difference;
            borrow = (ulong)(difference >> 64) & 1;
        }
    }
}
