using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Capstan.Gateway.Fast.Native;

/// <summary>An epoll instance: tells which of many descriptors became ready. Belongs to one thread.</summary>
internal sealed unsafe class Poller : IDisposable
{
    // struct epoll_event is packed on x64 alone.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TokenOffset = Stride - sizeof(ulong);

    private readonly int _descriptor;
    private readonly int _most;
    private readonly byte[] _events;
    private int _count;

    /// <summary>A poller of nothing.</summary>
    /// <param name="most">Events taken at once.</param>
    /// <exception cref="IOException">The system gives none.</exception>
    public Poller(int most)
    {
        _most = most;
        _events = GC.AllocateArray<byte>(most * Stride, pinned: true);
        _descriptor = Libc.Outcome(Libc.EpollCreate(Libc.CloseOnExec));
        if (_descriptor < 0)
            throw new IOException($"The system gives no epoll instance: {Errno.Text(_descriptor)}");
    }

    /// <summary>Starts to watch a descriptor, until it is closed.</summary>
    /// <returns>0, or the negative error.</returns>
    public int Add(int descriptor, Readiness interest, ulong token)
    {
        var entry = stackalloc byte[Stride];
        Unsafe.WriteUnaligned(entry, (uint)interest);
        Unsafe.WriteUnaligned(entry + TokenOffset, token);
        return Libc.Outcome(Libc.EpollControl(_descriptor, Libc.ControlAdd, descriptor, entry));
    }

    /// <summary>Stops watching a descriptor that stays open.</summary>
    public void Remove(int descriptor)
    {
        var unused = stackalloc byte[Stride];
        _ = Libc.EpollControl(_descriptor, Libc.ControlDelete, descriptor, unused);
    }

    /// <summary>Waits for events.</summary>
    /// <param name="milliseconds">Longest wait; -1 for as long as it takes, 0 for none.</param>
    /// <returns>How many there are; 0 also after a signal.</returns>
    /// <exception cref="IOException">The instance is unusable, which nothing but an error of ours can cause.</exception>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
            _count = Libc.Outcome(Libc.EpollWait(_descriptor, events, _most, milliseconds));
        if (_count == Errno.Interrupted)
            _count = 0;
        if (_count < 0)
            throw new IOException($"epoll_wait failed: {Errno.Text(_count)}");
        return _count;
    }

    /// <summary>An event of the last wait.</summary>
    /// <param name="index">0 to one less than what <see cref="Wait"/> returned.</param>
    public (ulong Token, Readiness Readiness) this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count);
            var entry = _events.AsSpan(index * Stride, Stride);
            return (MemoryMarshal.Read<ulong>(entry[TokenOffset..]), (Readiness)BinaryPrimitives.ReadUInt32LittleEndian(entry));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _ = Libc.Close(_descriptor);
}
