using Capstan.Database.Embedded.Segments;
using Microsoft.Win32.SafeHandles;

namespace Capstan.Contracts.Databases;

/// <summary>A disk whose flushes wait while it is held.</summary>
internal sealed class HeldDisk : ILogDisk
{
    private readonly LogDisk _disk = new();
    private readonly ManualResetEventSlim _free = new(true);

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => _disk.Write(file, bytes, offset);

    public void Flush(SafeFileHandle file)
    {
        _free.Wait();
        _disk.Flush(file);
    }

    public IDisposable Hold()
    {
        _free.Reset();
        return new Handle(_free);
    }

    private sealed class Handle(ManualResetEventSlim free) : IDisposable
    {
        public void Dispose() => free.Set();
    }
}
