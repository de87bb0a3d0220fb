using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MtlsAuth.Keys;

/// <summary>An integer modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1, the prime of P-256, in four limbs with the lowest first.</summary>
/// <remarks>
/// <para>
/// Why not <see cref="System.Numerics.BigInteger"/>: P-256 is what most certificates have, and checking the point would take longer
/// than all the rest of reading one, and allocate. Four limbs stay in registers, and the form of p saves most of a reduction's products.
/// </para>
/// <para>For public values only: time depends on the operands.</para>
/// </remarks>
internal readonly record struct P256Element(ulong Limb0, ulong Limb1, ulong Limb2, ulong Limb3)
{
    // The limbs of p. The third is zero.
    private const ulong P0 = 0xFFFF_FFFF_FFFF_FFFF;
    private const ulong P1 = 0x0000_0000_FFFF_FFFF;
    private const ulong P3 = 0xFFFF_FFFF_0000_0001;

    /// <summary>Reads 32 octets, highest first; false if the number is not less than p.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bigEndian, out P256Element element)
    {
        element = new P256Element(
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian));
        return SubtractModulus(element, out _) != 0;
    }

    public static P256Element Add(P256Element left, P256Element right)
    {
        ulong carry = AddWithCarry(left.Limb0, right.Limb0, 0, out ulong sum0);
        carry = AddWithCarry(left.Limb1, right.Limb1, carry, out ulong sum1);
        carry = AddWithCarry(left.Limb2, right.Limb2, carry, out ulong sum2);
        carry = AddWithCarry(left.Limb3, right.Limb3, carry, out ulong sum3);
        return Reduce(new P256Element(sum0, sum1, sum2, sum3), carry);
    }

    /// <summary>left · right / R mod p with R = 2^256 (Montgomery's product): each row's lowest limb is dropped.</summary>
    public static P256Element Multiply(P256Element left, P256Element right)
    {
        ulong sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0, sum4 = 0;
        AddRow(left, right.Limb0, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        AddRow(left, right.Limb1, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        AddRow(left, right.Limb2, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        AddRow(left, right.Limb3, ref sum0, ref sum1, ref sum2, ref sum3, ref sum4);
        return Reduce(new P256Element(sum0, sum1, sum2, sum3), sum4);
    }

    /// <summary>value / R mod p: <see cref="Multiply"/> by the number 1.</summary>
    public static P256Element DivideByR(P256Element value)
    {
        (ulong sum0, ulong sum1, ulong sum2, ulong sum3) = value;
        ulong sum4 = 0;
        for (int i = 0; i < 4; i++)
        {
            DropLowestLimb(ref sum0, ref sum1, ref sum2, ref sum3, ref sum4, 0);
        }

        // Below p without another subtraction: (value + (R - 1) · p) / R < p for every value < p.
        return new P256Element(sum0, sum1, sum2, sum3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(
        P256Element left, ulong multiplier, ref ulong sum0, ref ulong sum1, ref ulong sum2, ref ulong sum3, ref ulong sum4)
    {
        ulong carry = MultiplyAdd(left.Limb0, multiplier, sum0, 0, out sum0);
        carry = MultiplyAdd(left.Limb1, multiplier, sum1, carry, out sum1);
        carry = MultiplyAdd(left.Limb2, multiplier, sum2, carry, out sum2);
        carry = MultiplyAdd(left.Limb3, multiplier, sum3, carry, out sum3);
        ulong overflow = AddWithCarry(sum4, carry, 0, out sum4);
        DropLowestLimb(ref sum0, ref sum1, ref sum2, ref sum3, ref sum4, overflow);
    }

    /// <summary>Adds the multiple of p that makes the lowest limb zero, and divides by 2^64.</summary>
    /// <remarks>
    /// p = -1 mod 2^64, so that the multiplier m is the lowest limb itself, and m + m · (2^96 - 1) = m · 2^96: of the lower half of p
    /// only a shift by 32 bits within the second limb is left.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DropLowestLimb(
        ref ulong sum0, ref ulong sum1, ref ulong sum2, ref ulong sum3, ref ulong sum4, ulong overflow)
    {
        ulong multiplier = sum0;
        ulong carry = AddWithCarry(sum1, multiplier << 32, 0, out sum0);
        carry = AddWithCarry(sum2, multiplier >> 32, carry, out sum1);
        carry = MultiplyAdd(P3, multiplier, sum3, carry, out sum2);
        sum4 = AddWithCarry(sum4, carry, 0, out sum3) + overflow;
    }

    private static P256Element Reduce(P256Element value, ulong upper)
    {
        ulong borrow = SubtractModulus(value, out P256Element difference);
        return upper != 0 || borrow == 0 ? difference : value;
    }

    /// <summary>Subtracts p and returns the borrow: 1 if the value is less than p.</summary>
    private static ulong SubtractModulus(P256Element value, out P256Element difference)
    {
        ulong borrow = SubtractWithBorrow(value.Limb0, P0, 0, out ulong limb0);
        borrow = SubtractWithBorrow(value.Limb1, P1, borrow, out ulong limb1);
        borrow = SubtractWithBorrow(value.Limb2, 0, borrow, out ulong limb2);
        borrow = SubtractWithBorrow(value.Limb3, P3, borrow, out ulong limb3);
        difference = new P256Element(limb0, limb1, limb2, limb3);
        return borrow;
    }

    /// <summary>multiplicand · multiplier + addend + carry: at most 2^128 - 1, of which the upper limb is returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyAdd(ulong multiplicand, ulong multiplier, ulong addend, ulong carry, out ulong lower)
    {
        ulong upper = MultiplyLimbs(multiplicand, multiplier, out ulong sum);
        sum += addend;
        upper += sum < addend ? 1UL : 0;
        sum += carry;
        lower = sum;
        return upper + (sum < carry ? 1UL : 0);
    }

    // BigMul returns its lower half by way of memory, which takes longer than the product: two products are faster where there is
    // an instruction for the upper half alone.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong MultiplyLimbs(ulong left, ulong right, out ulong lower)
    {
        if (Bmi2.X64.IsSupported)
        {
            lower = left * right;
            return Bmi2.X64.MultiplyNoFlags(left, right);
        }

        return Math.BigMul(left, right, out lower);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddWithCarry(ulong left, ulong right, ulong carry, out ulong sum)
    {
        ulong partial = left + right;
        ulong total = partial + carry;
        sum = total;
        return (partial < left ? 1UL : 0) + (total < partial ? 1UL : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SubtractWithBorrow(ulong left, ulong right, ulong borrow, out ulong difference)
    {
        ulong partial = left - right;
        difference = partial - borrow;
        return (left < right ? 1UL : 0) + (partial < borrow ? 1UL : 0);
    }
}
