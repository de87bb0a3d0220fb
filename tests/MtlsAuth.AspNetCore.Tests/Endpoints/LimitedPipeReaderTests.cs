using System.Buffers;
using System.IO.Pipelines;
using MtlsAuth.AspNetCore.Endpoints;

namespace MtlsAuth.AspNetCore.Tests.Endpoints;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LimitedPipeReaderTests
{
    private const int MaximumLength = 10;

    private readonly Pipe _pipe = new();
    private readonly LimitedPipeReader _reader;

    public LimitedPipeReaderTests() => _reader = new LimitedPipeReader(_pipe.Reader, MaximumLength);

    [Test]
    public void TryRead_finds_nothing_where_nothing_has_arrived() => _reader.TryRead(out _).Should().BeFalse();

    [Test]
    public async Task TryRead_reads_up_to_the_maximum_length()
    {
        byte[] body = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        await _pipe.Writer.WriteAsync(body);

        _reader.TryRead(out ReadResult result).Should().BeTrue();

        result.Buffer.ToArray().Should().Equal(body);
        _reader.IsTooLong.Should().BeFalse();
    }

    [TestCase(11)]
    [TestCase(6, 5)]
    [TestCase(10, 1)]
    public async Task TryRead_refuses_what_is_longer_in_all(params int[] lengths)
    {
        foreach (int length in lengths[..^1])
        {
            await _pipe.Writer.WriteAsync(new byte[length]);
            _reader.TryRead(out ReadResult result).Should().BeTrue();
            _reader.AdvanceTo(result.Buffer.End);
        }

        await _pipe.Writer.WriteAsync(new byte[lengths[^1]]);

        FluentActions.Invoking(() => _reader.TryRead(out _)).Should().Throw<InvalidDataException>();
        _reader.IsTooLong.Should().BeTrue();
    }

    // The server reads on to the end of the request, to serve the next one of the connection.
    [Test]
    public async Task What_is_longer_can_be_read_on_by_others()
    {
        await _pipe.Writer.WriteAsync(new byte[MaximumLength + 1]);
        await FluentActions.Awaiting(() => _reader.ReadAsync().AsTask()).Should().ThrowAsync<InvalidDataException>();
        await _pipe.Writer.WriteAsync(new byte[3]);

        _pipe.Reader.TryRead(out ReadResult rest).Should().BeTrue();

        rest.Buffer.Length.Should().Be(3);
    }
}
