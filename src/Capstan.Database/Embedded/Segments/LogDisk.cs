using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Embedded.Segments;

/// <summary>The disk itself.</summary>
internal sealed class LogDisk : ILogDisk
{
    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(file, bytes, offset);

    public void Flush(SafeFileHandle file) => RandomAccess.FlushToDisk(file);
}
