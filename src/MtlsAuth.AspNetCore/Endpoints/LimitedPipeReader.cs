using System.Buffers;
using System.IO.Pipelines;

namespace MtlsAuth.AspNetCore.Endpoints;

/// <summary>Reads a body up to a length, without keeping any of it; what is longer is <see cref="InvalidDataException"/>.</summary>
internal sealed class LimitedPipeReader(PipeReader inner, int maximumLength) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private int _remaining = maximumLength;

    /// <summary>Whether the body was longer.</summary>
    public bool IsTooLong { get; private set; }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? ValueTask.FromResult(Check(read.Result)) : WaitAsync(read);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
        {
            return false;
        }

        Check(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _remaining -= (int)_buffer.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read) => Check(await read.ConfigureAwait(false));

    private ReadResult Check(ReadResult result)
    {
        _buffer = result.Buffer;
        if (_buffer.Length > _remaining)
        {
            IsTooLong = true;
            inner.AdvanceTo(_buffer.End);
            throw new InvalidDataException(RequestMalformation.TooLong);
        }

        return result;
    }
}
