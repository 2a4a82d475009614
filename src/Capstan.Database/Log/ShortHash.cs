using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Capstan.Database.Log;

/// <summary>
/// SHA-256 of short texts, of which an update of one row takes eight. Most of what .NET's own costs for them is a context that OpenSSL makes and frees for
/// each (docs/benchmarks.md); OpenSSL's plain functions work on one that lies on the stack. Where they are missing, .NET's own serves.
/// </summary>
internal static unsafe class ShortHash
{
    /// <summary>Most bytes of a text that counts as short: the runtime waits for these calls when it collects garbage.</summary>
    public const int Longest = 2048;

    // SHA256_CTX of openssl/sha.h has 112 bytes, in 1.1 and in 3.
    private const int ContextBytes = 128;

    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int> Begin;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, nuint, int> Add;
    private static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, int> End;

    static ShortHash()
    {
        foreach (var name in (ReadOnlySpan<string>)["libcrypto.so.3", "libcrypto.so.1.1"])
        {
            if (!NativeLibrary.TryLoad(name, out var library) || !NativeLibrary.TryGetExport(library, "SHA256_Init", out var begin)
                || !NativeLibrary.TryGetExport(library, "SHA256_Update", out var add) || !NativeLibrary.TryGetExport(library, "SHA256_Final", out var end))
                continue;
            Begin = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, int>)begin;
            Add = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, nuint, int>)add;
            End = (delegate* unmanaged[Cdecl, SuppressGCTransition]<byte*, byte*, int>)end;
            return;
        }
    }

    /// <summary>Whether OpenSSL's plain functions are here.</summary>
    public static bool IsPlain => Begin is not null;

    /// <summary>Hashes bytes, short or long.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="hash">Takes the hash; 32 bytes.</param>
    public static void Of(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        if (!IsPlain || bytes.Length > Longest)
        {
            SHA256.HashData(bytes, hash);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(hash.Length, SHA256.HashSizeInBytes);
        var context = stackalloc byte[ContextBytes];
        fixed (byte* text = bytes, target = hash)
        {
            if (Begin(context) != 1 || Add(context, text, (nuint)bytes.Length) != 1 || End(target, context) != 1)
                throw new CryptographicException("OpenSSL does not hash.");
        }
    }
}
