using MtlsAuth.Encodings;
using MtlsAuth.Tests.Registration;

namespace MtlsAuth.Tests.Encodings;

public sealed class MemorySlicesTests
{
    private static readonly ReadOnlyMemory<byte> Memory = new byte[] { 1, 2, 3, 4, 5 }.AsMemory(1);

    [Test]
    public void Slice_finds_the_part_in_the_memory()
    {
        ReadOnlyMemory<byte> slice = Memory.Slice(Memory.Span[1..3], Memory.Span);

        slice.Span.Overlaps(Memory.Span, out int offset).Should().BeTrue();
        offset.Should().Be(-1);
        slice.ToArray().Should().Equal(3, 4);
    }

    [Test]
    public void Slice_gives_an_empty_memory_for_an_empty_part() => Memory.Slice(default, Memory.Span).IsEmpty.Should().BeTrue();

    [Test]
    public void Slice_refuses_a_part_of_something_else()
    {
        Action slice = () => Memory.Slice(new byte[] { 3 }, Memory.Span);

        slice.Should().Throw<ArgumentException>().WithParameterName("part");
    }
}
