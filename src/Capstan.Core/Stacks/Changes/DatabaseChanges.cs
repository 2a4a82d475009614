using static Capstan.Core.Stacks.Changes.SettingText;

namespace Capstan.Core.Stacks.Changes;

/// <summary>Tells the changes of the databases of a stack.</summary>
internal static class DatabaseChanges
{
    private const string Embedded = "embedded";
    private const string Remedy = "run 'capstan down', then 'capstan up'.";

    /// <summary>Those that come and go, and those of each that stays.</summary>
    public static IEnumerable<StackChange> Describe(IReadOnlyList<DatabaseSpec> old, IReadOnlyList<DatabaseSpec> changed)
    {
        var before = old.ToDictionary(database => database.Name);
        foreach (var database in changed)
        {
            if (before.Remove(database.Name, out var known))
            {
                foreach (var change in Describe(known, database))
                    yield return change;
            }
            else
            {
                yield return Refused(database.Name, "a database cannot come while the stack runs");
            }
        }

        foreach (var gone in before.Values)
            yield return Refused(gone.Name, "a database cannot go while the stack runs; its data is kept");
    }

    private static List<StackChange> Describe(DatabaseSpec old, DatabaseSpec changed)
    {
        List<StackChange> changes = [];

        // Queues, log and API were built with these.
        Fixed("listen", $"{old.Listen}", $"{changed.Listen}");
        Fixed("image", old.Image ?? "none", changed.Image ?? "none");
        Fixed("queues", old.Broker?.ToString() ?? Embedded, changed.Broker?.ToString() ?? Embedded);
        Secret("queues", old.Broker?.Password, changed.Broker?.Password);
        Trust("queues", old.Broker?.Tls, changed.Broker?.Tls);
        Fixed("membership", old.Ensemble?.ToString() ?? Embedded, changed.Ensemble?.ToString() ?? Embedded);
        Secret("membership", old.Ensemble?.Password, changed.Ensemble?.Password);
        Trust("membership", old.Ensemble?.Tls, changed.Ensemble?.Tls);
        Fixed("schema", old.Schema ?? "none", changed.Schema ?? "none");
        Fixed("open", Switch(old.IsOpen), Switch(changed.IsOpen));
        Fixed("session", Of(old.Session), Of(changed.Session));
        Fixed("deadline", Of(old.Deadline), Of(changed.Deadline));
        Fixed("queue_limit", $"{old.QueueLimit}", $"{changed.QueueLimit}");
        Fixed("max_staleness", Of(old.MaxStaleness), Of(changed.MaxStaleness));
        Fixed("scrub", Of(old.Scrub), Of(changed.Scrub));
        Fixed("idempotency", $"retain {Of(old.KeyRetention)}, max {old.KeyLimit}", $"retain {Of(changed.KeyRetention)}, max {changed.KeyLimit}");
        Fixed("snapshot", $"records {old.SnapshotRecords}, bytes {old.SnapshotBytes}", $"records {changed.SnapshotRecords}, bytes {changed.SnapshotBytes}");

        Live("followers", $"{old.Followers}", $"{changed.Followers}");
        Live("scale", Scale(old.Scale), Scale(changed.Scale));
        Live("hang", Of(old.Hang), Of(changed.Hang));
        return changes;

        void Live(string key, string from, string to)
        {
            if (from != to)
                changes.Add(new StackChange(StackChangeKind.Live, old.Name, $"{old.Name}: {key} changes from {from} to {to}, at once."));
        }

        void Secret(string key, string? from, string? to)
        {
            if (from is not null && to is not null && from != to)
                changes.Add(Refused(old.Name, $"the password of {key} cannot change while the stack runs"));
        }

        // Whether there is TLS at all shows in the address.
        void Trust(string key, ServerTlsSpec? from, ServerTlsSpec? to)
        {
            if (from is not null && to is not null && from != to)
                changes.Add(Refused(old.Name, $"tls of {key} cannot change while the stack runs"));
        }

        void Fixed(string key, string from, string to)
        {
            if (from != to)
                changes.Add(Refused(old.Name, $"{key} cannot change from {from} to {to} while the stack runs"));
        }
    }

    private static string Scale(ScaleSpec? value) => value is null
        ? "none"
        : $"reads {value.Requests}, edge {(value.Edge == ScaleEdge.Next ? "next" : "same")}, window {Of(value.Window)}, {value.Min} to {value.Max}";

    private static string Switch(bool value) => value ? "true" : "false";

    private static StackChange Refused(string database, string what) => new(StackChangeKind.Refused, database, $"{database}: {what}; {Remedy}");
}
