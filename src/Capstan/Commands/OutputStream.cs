using System.Runtime.InteropServices;

namespace Capstan.Commands;

/// <summary>
/// Standard output that tells when nobody reads it any more; the framework's own one keeps that to itself, and a command that follows
/// something would go on for ever.
/// </summary>
/// <param name="descriptor">Where to write.</param>
/// <param name="mayBeLost">
/// Whether what cannot be written is dropped, as on standard error: there is nowhere left to say it, and a stack must not end because
/// the disk with its log is full.
/// </param>
internal sealed partial class OutputStream(int descriptor, bool mayBeLost = false) : Stream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            var written = WriteTo(descriptor, buffer, buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else if (!Wait(Marshal.GetLastPInvokeError()))
                return;
        }
    }

    // A descriptor that somebody else made non-blocking is waited for; everything else but an interruption is final.
    private bool Wait(int error)
    {
        if (error is not (TryAgain or Interrupted) && mayBeLost)
            return false;
        if (error == BrokenPipe)
            throw new BrokenPipeException();
        if (error == TryAgain)
        {
            var waiting = new PollRequest { Descriptor = descriptor, Events = 4 };
            _ = Poll(ref waiting, 1, -1);
        }
        else if (error != Interrupted)
        {
            throw new IOException("The output cannot be written: " + Marshal.GetPInvokeErrorMessage(error));
        }

        return true;
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollRequest request, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
