using System.Globalization;
using System.Text;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Engines;
using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>
/// The slots whose folders may hold data. One line for each: slot, then what it had applied and the log's end when it left, or
/// <c>?</c> while nobody knows.
/// </summary>
internal sealed class RosterFile
{
    private const string FileName = "roster";
    private readonly string _path;
    private readonly SortedDictionary<int, RosterEntry> _entries;

    private RosterFile(string path, IEnumerable<RosterEntry> entries)
    {
        _path = path;
        _entries = new SortedDictionary<int, RosterEntry>(entries.ToDictionary(entry => entry.Slot));
    }

    public IReadOnlyList<int> Slots => [.. _entries.Keys];

    /// <exception cref="EngineException">The file is none of ours.</exception>
    public static RosterFile Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return new RosterFile(path, File.Exists(path) ? File.ReadAllLines(path).Select(line => Parse(path, line)) : []);
    }

    public RosterEntry? Find(int slot) => _entries.GetValueOrDefault(slot);

    /// <summary>A worker comes: until it tells, nobody knows what the slot has but what it had before. Durable before it returns.</summary>
    public void Enter(int slot) => Put(new RosterEntry(slot, null, LogPosition.None)
    {
        Before = _entries.TryGetValue(slot, out var earlier) ? earlier.Applied : Lsn.None,
    });

    /// <summary>A worker left.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="told">What it had applied by its own word; null when it left before it told.</param>
    /// <param name="logEnd">The log's end now: what it may have applied without telling it had read from there.</param>
    public void Left(int slot, Lsn? told, LogPosition logEnd)
    {
        if ((told ?? Find(slot)?.Before) is { } applied)
            Put(new RosterEntry(slot, applied, logEnd));
    }

    /// <summary>The slot counts no more.</summary>
    public void Remove(int slot)
    {
        if (_entries.Remove(slot))
            Save();
    }

    private void Put(RosterEntry entry)
    {
        if (_entries.GetValueOrDefault(entry.Slot) == entry)
            return;
        _entries[entry.Slot] = entry;
        Save();
    }

    private void Save()
    {
        var lines = _entries.Values.Select(entry => entry.Applied is { } applied ? $"{entry.Slot} {applied} {entry.LogEnd}\n" : $"{entry.Slot} ?\n");
        DurableFile.Replace(_path, Encoding.ASCII.GetBytes(string.Concat(lines)));
    }

    private static RosterEntry Parse(string path, string line) => line.Split(' ') switch
    {
        [var slot, "?"] when TryNumber(slot, out var s) => new RosterEntry((int)s, null, LogPosition.None),
        [var slot, var applied, var end] when TryNumber(slot, out var s) && TryNumber(applied, out var a) && TryNumber(end, out var e) =>
            new RosterEntry((int)s, new Lsn(a), new LogPosition(e)),
        _ => throw new EngineException($"{path} has a line that says nothing: '{line}'. Write one line for each slot that has a folder: its number and '?'."),
    };

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
