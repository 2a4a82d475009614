using System.Text.Json;
using Capstan.Containers.Processes.Native;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Processes;

/// <summary>
/// The file <c>processes.json</c> of a state folder: which processes a guard started, so that a later controller knows its leftovers
/// for certain. It is replaced as a whole, so a reader finds the old or the new content and nothing between. It is not flushed to
/// the disk: what it tells ends with the machine, which <see cref="BootId"/> shows.
/// </summary>
internal sealed record ProcessJournal(string BootId, ProcessIdentity Guard, IReadOnlyList<JournalEntry> Entries)
{
    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "processes.json");

    public void Save(string stateFolder)
    {
        var path = PathIn(stateFolder);
        var fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var json = new Utf8JsonWriter(file))
        {
            json.WriteStartObject();
            json.WriteString("bootId", BootId);
            json.WriteStartObject("guard");
            Write(json, Guard);
            json.WriteEndObject();
            json.WriteStartArray("replicas");
            foreach (var entry in Entries)
            {
                json.WriteStartObject();
                json.WriteString("id", entry.Replica.ToString());
                Write(json, entry.Process);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Null when there is none, or none that can be read: the markers of the processes then have to do.</summary>
    public static ProcessJournal? Load(string stateFolder)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(PathIn(stateFolder)));
            var root = json.RootElement;
            var entries = new List<JournalEntry>();
            foreach (var entry in root.GetProperty("replicas").EnumerateArray())
            {
                if (ReplicaId.TryParse(entry.GetProperty("id").GetString(), out var id))
                    entries.Add(new JournalEntry(id, ReadProcess(entry)));
            }
            return new ProcessJournal(root.GetProperty("bootId").GetString() ?? "", ReadProcess(root.GetProperty("guard")), entries);
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or DirectoryNotFoundException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter json, ProcessIdentity process)
    {
        json.WriteNumber("pid", process.Pid);
        json.WriteNumber("startTicks", process.StartTicks);
    }

    private static ProcessIdentity ReadProcess(JsonElement element) =>
        new(element.GetProperty("pid").GetInt32(), element.GetProperty("startTicks").GetInt64());
}
