using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Capstan.History.Checking;

namespace Capstan.SystemTests.Databases;

/// <summary>
/// Reads a kept record by the written form of the log (docs/protocol.md), and checks its hash against its bytes: SHA-256 over the hash
/// before it and everything from its kind to its body.
/// </summary>
internal static class RecordBytes
{
    /// <summary>Of a client's write.</summary>
    public const int Operation = 2;

    /// <summary>Of a request that will never take effect.</summary>
    public const int Refuse = 3;

    private const int Hash = 32;

    // Behind the format, the length and the epoch.
    private const int KindAt = 1 + sizeof(int) + sizeof(long);

    public static (DumpedRecord Record, string Previous) Read(byte[] bytes)
    {
        var at = 1 + sizeof(int);
        var epoch = Number(bytes, ref at);
        var content = at;
        at++;
        var lsn = Number(bytes, ref at);
        at += sizeof(long);
        var request = Encoding.UTF8.GetString(Run(bytes, ref at));
        at += 1 + sizeof(long) + Hash + sizeof(long);
        Run(bytes, ref at);
        var end = at;
        var previous = bytes.AsSpan(end, Hash);
        var hash = bytes.AsSpan(end + Hash, Hash);
        if (end + (Hash * 2) != bytes.Length || !SHA256.HashData([.. previous, .. bytes.AsSpan(content, end - content)]).AsSpan().SequenceEqual(hash))
            throw new CopyException($"the kept record {lsn} does not match its hash");
        return (new DumpedRecord(lsn, epoch, request, Convert.ToHexStringLower(hash)), Convert.ToHexStringLower(previous));
    }

    /// <summary>What a record is, by the number that logs have for it.</summary>
    public static int KindOf(byte[] bytes) => bytes[KindAt];

    private static long Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
        at += sizeof(long);
        return value;
    }

    private static ReadOnlySpan<byte> Run(ReadOnlySpan<byte> bytes, ref int at)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
        var run = bytes.Slice(at + sizeof(int), length);
        at += sizeof(int) + length;
        return run;
    }
}
