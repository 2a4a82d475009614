using System.Runtime.InteropServices;
using System.Text;

namespace Capstan.Sqlite.Native;

/// <summary>Texts on their way to and from SQLite.</summary>
internal static unsafe class NativeText
{
    /// <summary>UTF-8 with a zero at its end.</summary>
    /// <exception cref="ArgumentException">A zero inside would cut the text short.</exception>
    public static byte[] Terminated(string text)
    {
        if (text.Contains('\0')) throw new ArgumentException("a name must not contain a zero character", nameof(text));
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>A zero-terminated UTF-8 text as a string; null for a null pointer.</summary>
    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>A zero-terminated UTF-8 text where it lies; empty for a null pointer.</summary>
    public static ReadOnlySpan<byte> Span(byte* text) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
}
