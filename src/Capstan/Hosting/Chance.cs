using System.Security.Cryptography;

namespace Capstan.Hosting;

/// <summary>
/// The system's randomness for needs that are small and many, one or two with every write. It is asked for a block at a time: asking costs about the
/// same for eight bytes as for a block (docs/benchmarks.md). Any thread.
/// </summary>
internal static class Chance
{
    private const int BlockBytes = 512;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _left;

    /// <summary>Fills bytes that nobody can guess.</summary>
    public static void Fill(Span<byte> target)
    {
        if (target.Length > BlockBytes)
        {
            RandomNumberGenerator.Fill(target);
            return;
        }

        _block ??= new byte[BlockBytes];
        if (_left < target.Length)
        {
            RandomNumberGenerator.Fill(_block);
            _left = BlockBytes;
        }

        _left -= target.Length;
        var taken = _block.AsSpan(_left, target.Length);
        taken.CopyTo(target);
        // What was given away is not to be found here again.
        taken.Clear();
    }

    /// <summary>A number that nobody can guess.</summary>
    public static long Next()
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Fill(bytes);
        return BitConverter.ToInt64(bytes);
    }
}
