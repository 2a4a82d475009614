using System.IO.Pipelines;

namespace Capstan.Gateway.Fuzz;

/// <summary>Reads a pipe, and ends it as soon as somebody would have to wait for more.</summary>
internal sealed class EndingReader(Pipe pipe) : PipeReader
{
    public override void AdvanceTo(SequencePosition consumed) => pipe.Reader.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => pipe.Reader.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => pipe.Reader.CancelPendingRead();

    public override void Complete(Exception? exception = null) => pipe.Reader.Complete(exception);

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = pipe.Reader.ReadAsync(cancellationToken);
        if (!read.IsCompleted)
            pipe.Writer.Complete();
        return read;
    }

    public override bool TryRead(out ReadResult result) => pipe.Reader.TryRead(out result);
}
