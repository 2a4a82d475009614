using Capstan.Database.Embedded.Segments;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Tests.Embedded.Segments;

/// <summary>A disk that counts, waits and fails as told.</summary>
internal sealed class ScriptedDisk : ILogDisk
{
    private readonly LogDisk _disk = new();
    private readonly SemaphoreSlim _entered = new(0);
    private readonly SemaphoreSlim _go = new(0);
    private int _writes;
    private int _flushes;

    public int Writes => Volatile.Read(ref _writes);

    public int Flushes => Volatile.Read(ref _flushes);

    /// <summary>Whether flushes wait for <see cref="Go"/>.</summary>
    public bool Waits { get; set; }

    public bool FailsWrites { get; set; }

    public bool FailsFlushes { get; set; }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        if (FailsWrites)
            throw new IOException("No space left on device");
        _disk.Write(file, bytes, offset);
        Interlocked.Increment(ref _writes);
    }

    public void Flush(SafeFileHandle file)
    {
        if (Waits)
        {
            _entered.Release();
            _go.Wait();
        }

        if (FailsFlushes)
            throw new IOException("Input/output error");
        _disk.Flush(file);
        Interlocked.Increment(ref _flushes);
    }

    /// <summary>Ends when a flush waits.</summary>
    public Task EnteredAsync(CancellationToken cancellationToken) => _entered.WaitAsync(cancellationToken);

    public void Go() => _go.Release();
}
