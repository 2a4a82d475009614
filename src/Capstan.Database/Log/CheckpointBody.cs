namespace Capstan.Database.Log;

/// <summary>Body of <see cref="RecordKind.Checkpoint"/>.</summary>
/// <param name="At">The LSN whose state the hashes describe.</param>
/// <param name="Tables">A hash for each user table, by name; empty when the record only says that the log is whole.</param>
public sealed record CheckpointBody(Lsn At, IReadOnlyDictionary<string, Digest> Tables)
{
    /// <summary>Writes it, the tables by name.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter().Int64(At.Value).Int32(Tables.Count);
        foreach (var (name, hash) in Tables.OrderBy(table => table.Key, StringComparer.Ordinal))
            writer.Text(name).Digest(hash);
        return writer.Written.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static CheckpointBody Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        var at = new Lsn(reader.Int64());
        var tables = new SortedDictionary<string, Digest>(StringComparer.Ordinal);
        for (var left = reader.Int32(); left > 0; left--)
            tables[reader.Text()] = reader.Digest();
        return new CheckpointBody(at, tables);
    }
}
