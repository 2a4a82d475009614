using System.Buffers;

namespace SelfieLess.Acts.Uploading;

/// <summary>
/// Base64 by its strict form: groups of four of A-Z a-z 0-9 + /, the last one padded with at most two =. The empty text is the
/// base64 of no bytes.
/// </summary>
internal static class Base64Text
{
    private static readonly SearchValues<byte> Alphabet =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);

    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length % 4 != 0)
        {
            return false;
        }

        int padding = text.EndsWith("=="u8) ? 2 : text.EndsWith("="u8) ? 1 : 0;
        return !text[..^padding].ContainsAnyExcept(Alphabet);
    }
}
