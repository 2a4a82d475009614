using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>The running hashes as they lie in the copy, in the same transaction as the rows.</summary>
internal static class SavedHashes
{
    /// <summary>Writes them.</summary>
    public static byte[] Encode(IReadOnlyCollection<UserTable> tables)
    {
        var writer = new RecordWriter().Int32(tables.Count);
        foreach (var table in tables)
            writer.Text(table.Name).Digest(table.Hash);
        return writer.Written.ToArray();
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static SortedDictionary<string, Digest> Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var hashes = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        for (var left = reader.Int32(); left > 0; left--)
            hashes[reader.Text()] = reader.Digest();
        return hashes;
    }
}
