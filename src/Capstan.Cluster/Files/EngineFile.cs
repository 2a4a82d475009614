using System.Text.Json;
using Capstan.Core.Stacks;
using Capstan.Database.Embedded.Files;
using Capstan.Database.Engines;

namespace Capstan.Cluster.Files;

/// <summary>What a worker needs to reach its database. It holds passwords, so it is a file for its owner alone and never an environment variable.</summary>
internal sealed record EngineFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required string Database { get; init; }

    public required BrokerSpec Broker { get; init; }

    public required EnsembleSpec Ensemble { get; init; }

    /// <summary>How long a silent worker stays a member.</summary>
    public required TimeSpan Session { get; init; }

    /// <summary>Most requests of each kind.</summary>
    public required int QueueLimit { get; init; }

    /// <summary>Absolute path of the folder of snapshots and restore files that all workers share.</summary>
    public required string Files { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="EngineException">It is not there, or none.</exception>
    public static EngineFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EngineFile>(File.ReadAllBytes(path), Format) ?? throw new JsonException("it is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new EngineException($"{path}, which says where the database is, cannot be read: {fault.Message} The controller writes it at its start.", fault);
        }
    }

    /// <summary>Writes it, readable for its owner alone from its first byte on.</summary>
    public void Write(string path)
    {
        var fresh = path + DurableFile.Unfinished;
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = DurableFile.OwnerOnly };
        using (var file = new FileStream(fresh, options))
        {
            JsonSerializer.Serialize(file, this, Format);
            file.Flush(flushToDisk: true);
        }

        DurableFile.Rename(fresh, path);
    }
}
