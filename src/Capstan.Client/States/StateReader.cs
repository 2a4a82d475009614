using System.Text.Json;

namespace Capstan.Client;

/// <summary>Reads the answer of <c>/v1/status</c>. It is asked seldom, so it may be read as a document.</summary>
internal static class StateReader
{
    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static DatabaseState Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return Read(JsonElement.Parse(body));
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException($"the status cannot be read: {fault.Message}", fault);
        }
    }

    private static DatabaseState Read(JsonElement state)
    {
        var (log, queues) = (state.GetProperty("log"), state.GetProperty("queues"));
        return new DatabaseState
        {
            Database = Text(state, "database"),
            Trouble = Text(state, "trouble"),
            Position = Number(state, "position"),
            Epoch = Number(state, "epoch"),
            Workers = [.. state.GetProperty("workers").EnumerateArray().Select(WorkerOf)],
            LogEnd = Number(log, "end"),
            LogBytes = log.GetProperty("bytes").ValueKind == JsonValueKind.Null ? null : Number(log, "bytes"),
            WritesWaiting = Number(queues, "writes"),
            ReadsWaiting = Number(queues, "reads"),
            DeadWrites = Number(queues, "dead"),
            Snapshots = [.. state.GetProperty("snapshots").EnumerateArray().Select(SnapshotOf)],
        };
    }

    private static WorkerState WorkerOf(JsonElement worker) => new()
    {
        Pid = worker.GetProperty("pid").GetInt32(),
        Slot = worker.GetProperty("slot").GetInt32(),
        IsLeader = worker.GetProperty("role").ValueEquals("leader"u8),
        IsReady = worker.GetProperty("ready").GetBoolean(),
        Applied = Number(worker, "applied"),
        Engine = Text(worker, "engine"),
        Trouble = Text(worker, "trouble"),
    };

    private static SnapshotState SnapshotOf(JsonElement snapshot) => new(Number(snapshot, "position"), Number(snapshot, "bytes"), Text(snapshot, "digest"));

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new JsonException($"{name} is null");

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
