namespace Capstan.Gateway.Fast.Native;

/// <summary>An eventfd: lets any thread end a loop's wait.</summary>
internal sealed unsafe class WakeUp : IDisposable
{
    // A ring after the end must not write to whatever has the descriptor's number by then.
    private readonly Lock _lock = new();
    private bool _isClosed;

    /// <summary>One that has not been rung.</summary>
    /// <exception cref="IOException">The system gives none.</exception>
    public WakeUp()
    {
        Descriptor = Libc.Outcome(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking));
        if (Descriptor < 0)
            throw new IOException($"The system gives no eventfd: {Errno.Text(Descriptor)}");
    }

    /// <summary>What is to be watched for reading.</summary>
    public int Descriptor { get; }

    /// <summary>Rings; nothing after <see cref="Dispose"/>. Any thread may; rings that were not heard yet count as one.</summary>
    public void Ring()
    {
        var one = 1ul;
        lock (_lock)
        {
            if (!_isClosed)
                _ = Libc.Write(Descriptor, &one, sizeof(ulong));
        }
    }

    /// <summary>Takes note of the rings so far.</summary>
    public void Hear()
    {
        ulong count;
        _ = Libc.Read(Descriptor, &count, sizeof(ulong));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isClosed)
                _ = Libc.Close(Descriptor);
            _isClosed = true;
        }
    }
}
