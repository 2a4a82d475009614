using Microsoft.Win32.SafeHandles;

namespace Capstan.Database.Embedded.Segments;

/// <summary>The two calls on which durability rests. Any exception from them is final.</summary>
internal interface ILogDisk
{
    /// <summary>Writes all bytes at an offset.</summary>
    void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Returns when everything written to the file is on the disk.</summary>
    void Flush(SafeFileHandle file);
}
