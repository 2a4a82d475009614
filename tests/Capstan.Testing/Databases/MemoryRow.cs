using System.Buffers.Binary;
using Capstan.Database.Log;

namespace Capstan.Testing.Databases;

/// <summary>The hash of a row; a cheap one, since nobody attacks a twin.</summary>
internal static class MemoryRow
{
    public static Digest HashOf(string key, long value)
    {
        var mixed = (ulong)value * 0x9E3779B97F4A7C15;
        foreach (var character in key)
            mixed = Mix(mixed ^ character);
        Span<byte> bytes = stackalloc byte[Digest.Size];
        for (var at = 0; at < Digest.Size; at += sizeof(ulong))
        {
            mixed = Mix(mixed + 0x9E3779B97F4A7C15);
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[at..], mixed);
        }

        return new Digest(bytes);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
