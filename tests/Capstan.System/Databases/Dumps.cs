using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Capstan.History.Checking;

namespace Capstan.SystemTests.Databases;

/// <summary>Reads a worker's copy into what is judged.</summary>
internal static class Dumps
{
    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>The copy in a slot's folder.</summary>
    /// <exception cref="CopyException">There is none, or it cannot be read now.</exception>
    public static WorkerDump Read(int slot, string folder)
    {
        using var copy = new CopyFile(FileOf(folder));
        copy.Rows("BEGIN");
        // Format, epoch and LSN up to which the log was read, LSN of the data, hash of the record there.
        var said = Convert.FromHexString((string)copy.One("SELECT value FROM _meta WHERE name = 'state'")!).AsSpan(1 + (2 * sizeof(long)));
        return new WorkerDump
        {
            Slot = slot,
            Applied = BinaryPrimitives.ReadInt64LittleEndian(said),
            Chain = Convert.ToHexStringLower(said.Slice(sizeof(long), SHA256.HashSizeInBytes)),
            State = StateOf(copy),
            Hashes = (string)copy.One("SELECT value FROM _meta WHERE name = 'hashes'")!,
            Records = Records(copy),
            Effects = [.. copy.Rows("SELECT request, key, value FROM effects ORDER BY id").Select(row => new DumpedEffect((string)row[0]!, (string)row[1]!, (long)row[2]!))],
            Registers = copy.Rows("SELECT key, value FROM registers").ToDictionary(row => (string)row[0]!, row => (long)row[1]!),
        };
    }

    /// <summary>What the kept records of a request are, by <see cref="RecordBytes.KindOf"/>.</summary>
    public static IReadOnlyList<int> KindsOf(string folder, string request)
    {
        using var copy = new CopyFile(FileOf(folder));
        return
        [
            .. copy.Rows("SELECT record FROM _log ORDER BY lsn").Select(row => Convert.FromHexString((string)row[0]!))
                .Where(bytes => RecordBytes.Read(bytes).Record.Request == request).Select(RecordBytes.KindOf),
        ];
    }

    /// <summary>The kept records; their chain is checked link by link.</summary>
    private static List<DumpedRecord> Records(CopyFile copy)
    {
        List<DumpedRecord> records = [];
        foreach (var row in copy.Rows("SELECT lsn, record FROM _log ORDER BY lsn"))
        {
            var (record, previous) = RecordBytes.Read(Convert.FromHexString((string)row[1]!));
            if (record.Lsn != (long)row[0]! || (records.Count > 0 && records[^1].Hash != previous))
                throw new CopyException($"the kept record {row[0]} does not follow the one before it: {record}");
            records.Add(record);
        }

        return records;
    }

    /// <summary>The SQLite file in a slot's folder, whatever it is called; files that were set aside are not meant.</summary>
    public static string FileOf(string folder)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.TopDirectoryOnly).Where(IsDatabase).ToList() : [];
        return files.Count == 1 ? files[0] : throw new CopyException($"{folder} holds {files.Count} copies: {string.Join(", ", files)}");
    }

    private static bool IsDatabase(string path)
    {
        Span<byte> head = stackalloc byte[16];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(Magic);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>A hash of everything in the users' tables, with their definitions.</summary>
    private static string StateOf(CopyFile copy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in copy.Rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' ORDER BY name"))
        {
            Add(table);
            foreach (var row in copy.Rows($"SELECT * FROM \"{table[0]}\" ORDER BY 1"))
                Add(row);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(object?[] row) => hash.AppendData(Encoding.UTF8.GetBytes(
            string.Join('\u0001', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "\u0002")) + "\n"));
    }
}
