using System.Buffers;
using System.IO.Pipelines;

namespace Capstan.Gateway.Listening;

/// <summary>Reads some bytes first and then what another reader has; costs nothing but a call once the first ones are used.</summary>
internal sealed class PrependedInput(PipeReader inner, byte[] first) : PipeReader
{
    private ReadOnlyMemory<byte> _first = first;
    private bool _wantsMore;
    private ReadOnlySequence<byte>? _rest;
    private ReadOnlySequence<byte> _given;

    /// <inheritdoc />
    public override bool TryRead(out ReadResult result)
    {
        if (_first.IsEmpty)
            return inner.TryRead(out result);
        if (!_wantsMore)
        {
            result = GiveFirst();
            return true;
        }

        if (!inner.TryRead(out result))
            return false;
        result = Join(result);
        return true;
    }

    /// <inheritdoc />
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_first.IsEmpty)
            return inner.ReadAsync(cancellationToken);
        return _wantsMore ? ReadMoreAsync(cancellationToken) : ValueTask.FromResult(GiveFirst());
    }

    /// <inheritdoc />
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc />
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_first.IsEmpty)
        {
            inner.AdvanceTo(consumed, examined);
            return;
        }

        var used = _given.Slice(0, consumed).Length;
        var seen = _given.Slice(0, examined).Length;
        var length = _first.Length;
        _wantsMore = seen >= length;
        if (_rest is { } rest)
            inner.AdvanceTo(rest.GetPosition(Math.Max(0, used - length)), rest.GetPosition(Math.Max(0, seen - length)));
        _rest = null;
        _first = _first[(int)Math.Min(used, length)..];
    }

    /// <inheritdoc />
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc />
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private async ValueTask<ReadResult> ReadMoreAsync(CancellationToken cancellationToken) => Join(await inner.ReadAsync(cancellationToken));

    private ReadResult GiveFirst()
    {
        _given = new ReadOnlySequence<byte>(_first);
        return new ReadResult(_given, isCanceled: false, isCompleted: false);
    }

    private ReadResult Join(ReadResult more)
    {
        _rest = more.Buffer;
        var start = new Segment(_first, 0);
        var end = start;
        foreach (var memory in more.Buffer)
            end = end.Append(memory);
        _given = new ReadOnlySequence<byte>(start, 0, end, end.Memory.Length);
        return new ReadResult(_given, more.IsCanceled, more.IsCompleted);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
