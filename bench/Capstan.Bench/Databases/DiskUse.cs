namespace Capstan.Bench.Databases;

/// <summary>What a database keeps on disk, in bytes.</summary>
/// <param name="Part">What was done to it.</param>
/// <param name="Records">Its log position.</param>
/// <param name="Log">The log, as the database's status says.</param>
/// <param name="Snapshots">Lengths of the snapshots.</param>
/// <param name="Copies">The workers' folders by slot, without the files of <paramref name="Ahead"/>.</param>
/// <param name="Ahead">The write-ahead files in them.</param>
/// <param name="All">All files together.</param>
internal sealed record DiskUse(
    string Part, long Records, long Log, IReadOnlyList<long> Snapshots, IReadOnlyList<long> Copies, IReadOnlyList<long> Ahead, long All)
{
    private const string AheadFile = "*-wal";

    /// <summary>Looks.</summary>
    public static async Task<DiskUse> OfAsync(string part, DatabaseStack database, CancellationToken ending)
    {
        var status = await database.Sql.StatusAsync(ending);
        var slots = Directory.EnumerateDirectories(database.Folder, "slot-*").Order(StringComparer.Ordinal).ToList();
        var ahead = slots.ConvertAll(slot => SizeOf(slot, AheadFile));
        return new DiskUse(
            part,
            status.GetProperty("position").GetInt64(),
            status.GetProperty("log").GetProperty("bytes").GetInt64(),
            [.. status.GetProperty("snapshots").EnumerateArray().Select(snapshot => snapshot.GetProperty("bytes").GetInt64())],
            [.. slots.Zip(ahead, (slot, file) => SizeOf(slot, "*") - file)],
            ahead,
            SizeOf(database.Folder, "*"));
    }

    // Files come and go while they are counted.
    private static long SizeOf(string folder, string files)
    {
        var sum = 0L;
        foreach (var file in Directory.EnumerateFiles(folder, files, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }))
        {
            try
            {
                sum += new FileInfo(file).Length;
            }
            catch (FileNotFoundException)
            {
                continue;
            }
        }

        return sum;
    }
}
