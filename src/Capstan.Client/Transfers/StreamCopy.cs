using System.Buffers;

namespace Capstan.Client;

/// <summary>One copy of bytes from stream to stream, which tells how far it is and which side failed.</summary>
internal sealed class StreamCopy(long length, IProgress<Transfer>? progress)
{
    private const int Buffer = 128 * 1024;
    private const long Step = 256 * 1024;

    private long _told;

    /// <summary>Bytes that were copied.</summary>
    public long Done { get; private set; }

    /// <summary>Why the source could not be read; null unless that ended it.</summary>
    public Exception? SourceFault { get; private set; }

    /// <summary>Why the target could not be written; null unless that ended it.</summary>
    public Exception? TargetFault { get; private set; }

    /// <summary>Called after each part.</summary>
    public Action? Moved { get; init; }

    /// <summary>Copies all of it.</summary>
    public async Task RunAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Buffer);
        try
        {
            while (Done < length)
            {
                var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - Done));
                var part = wanted[..await ReadAsync(source, wanted, cancellationToken).ConfigureAwait(false)];
                await WriteAsync(target, part, cancellationToken).ConfigureAwait(false);
                Done += part.Length;
                Tell();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadAsync(Stream source, Memory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            var count = await source.ReadAsync(part, cancellationToken).ConfigureAwait(false);
            return count > 0 ? count : throw new EndOfStreamException($"The stream ends after {Done} of {length} bytes.");
        }
        catch (Exception fault)
        {
            SourceFault = fault;
            throw;
        }
    }

    private async ValueTask WriteAsync(Stream target, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        try
        {
            await target.WriteAsync(part, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            TargetFault = fault;
            throw;
        }
    }

    private void Tell()
    {
        Moved?.Invoke();
        if (Done - _told < Step && Done < length)
            return;
        _told = Done;
        progress?.Report(new Transfer(Done, length));
    }
}
