using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads one database.</summary>
internal static class DatabaseReader
{
    private static readonly DatabaseSpec Defaults = new() { Name = "defaults" };

    /// <summary>The database.</summary>
    /// <param name="section">What is written of it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="stack">The stack's name.</param>
    public static DatabaseSpec Read(SectionReader section, string name, string stack)
    {
        OnlyChoice(section, "auth", "token", "its API asks for a bearer token; 'open: true' leaves it out for a listener of this machine");
        var idempotency = section.Section("idempotency");
        var snapshot = section.Section("snapshot");
        return new DatabaseSpec
        {
            Name = name,
            Broker = ServersReader.Broker(section),
            Ensemble = ServersReader.Ensemble(section, $"/capstan/{stack}/{name}"),
            Listen = section.Value("listen", Defaults.Listen, Addresses.Listen),
            Image = section.Value<string>("image", null, Names.Image),
            Scale = section.Section("scale") is { } scale ? Scale(scale) : null,
            Followers = section.Value("followers", Defaults.Followers, Numbers.Whole(0, 100)),
            Schema = section.Value<string>("schema", null, text => Script(section.Context.Folder, text)),
            IsOpen = section.Value("open", Defaults.IsOpen, Numbers.Switch),
            Session = section.Value("session", Defaults.Session, Durations.Within(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1))),
            Hang = section.Value("hang", Defaults.Hang, Durations.Within(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1))),
            Deadline = section.Value("deadline", Defaults.Deadline, Durations.Within(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10))),
            QueueLimit = section.Value("queue_limit", Defaults.QueueLimit, Numbers.Whole(1, 1_000_000)),
            KeyRetention = Value(idempotency, "retain", Defaults.KeyRetention, Durations.Within(TimeSpan.FromMinutes(1), TimeSpan.FromDays(365))),
            KeyLimit = Value(idempotency, "max", Defaults.KeyLimit, Numbers.Whole(1, 100_000_000)),
            SnapshotRecords = Value(snapshot, "records", Defaults.SnapshotRecords, Numbers.Whole(100, 1_000_000_000)),
            SnapshotBytes = Value(snapshot, "bytes", Defaults.SnapshotBytes, Sizes.Within(1024 * 1024, Sizes.Largest)),
            Scrub = section.Value("scrub", Defaults.Scrub, Durations.Within(TimeSpan.FromSeconds(1), TimeSpan.FromDays(365))),
            MaxStaleness = section.Value("max_staleness", Defaults.MaxStaleness, Durations.Within(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1))),
        };
    }

    private static ScaleSpec Scale(SectionReader section)
    {
        var defaults = new ScaleSpec();
        return new ScaleSpec
        {
            Requests = section.Value("reads", defaults.Requests, Numbers.Whole(1, 1_000_000_000)),
            Edge = section.Value("edge", ScaleEdge.Same, Numbers.Choice(("next", ScaleEdge.Next), ("same", ScaleEdge.Same))),
            Window = section.Value("window", defaults.Window, Durations.Within(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24))),
            Min = section.Value("min", defaults.Min, Numbers.Whole(1, 100)),
            Max = section.Value("max", defaults.Max, Numbers.Whole(1, 100)),
        };
    }

    // Written down so that a file can say what it rests on; a value that means nothing here would promise what does not happen.
    private static void OnlyChoice(SectionReader section, string key, string only, string why) =>
        section.Value(key, only, text => text == only ? text : new Misshape($"'{text}' is not known here: {why}", $"write {key}: {only}, or remove the key"));

    private static T Value<T>(SectionReader? section, string key, T fallback, Form<T> form) => section is null ? fallback : section.Value(key, fallback, form)!;

    private static Formed<string> Script(string folder, string text)
    {
        if (text.Contains('\0'))
            return new Misshape("a path holds no zero byte", "remove it");
        var path = Path.GetFullPath(text, folder);
        const string Remedy = "give the path of an SQL script; a relative one starts at the stack file's folder";
        try
        {
            using var file = File.OpenRead(path);
            return path;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return refused is FileNotFoundException or DirectoryNotFoundException
                ? new Misshape($"there is no file {path}", Remedy)
                : new Misshape($"{path} cannot be read", Remedy);
        }
    }
}
