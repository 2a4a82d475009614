using System.Buffers;
using System.Text.Json;
using Capstan.Database.Engines;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary><c>GET /v1/status</c>: who is there, how far they are, what waits.</summary>
internal sealed class StatusEndpoint(string database, Func<EngineReading> reading, ISnapshotStore snapshots)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var kept = await snapshots.ListAsync(context.RequestAborted);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, reading(), kept);
        await ApiAnswer.JsonAsync(context, bytes.WrittenMemory);
    }

    private void Write(Utf8JsonWriter json, EngineReading now, IReadOnlyList<Snapshot> kept)
    {
        var view = now.View;
        json.WriteStartObject();
        json.WriteString("database", database);
        json.WriteString("trouble", now.Trouble);
        json.WriteNumber("position", view.Members.Select(member => member.State.Applied.Value).DefaultIfEmpty().Max());
        json.WriteNumber("epoch", view.LeaderEpoch.Value);
        json.WriteStartArray("workers");
        foreach (var member in view.Members)
            Write(json, member, view.Leader == member.Id);
        json.WriteEndArray();
        json.WriteStartObject("log");
        json.WriteNumber("end", now.LogEnd.Value);
        if (now.LogBytes is { } bytes)
            json.WriteNumber("bytes", bytes);
        else
            json.WriteNull("bytes");
        json.WriteEndObject();
        json.WriteStartObject("queues");
        json.WriteNumber("writes", now.WriteDepth);
        json.WriteNumber("reads", now.ReadDepth);
        json.WriteNumber("dead", now.DeadDepth);
        json.WriteEndObject();
        json.WriteStartArray("snapshots");
        foreach (var snapshot in kept)
            Write(json, snapshot);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Member member, bool leads)
    {
        json.WriteStartObject();
        json.WriteNumber("pid", member.Pid);
        json.WriteNumber("slot", member.Slot);
        json.WriteString("role", leads ? "leader" : "follower");
        json.WriteBoolean("ready", member.State.IsReady);
        json.WriteNumber("applied", member.State.Applied.Value);
        json.WriteString("engine", member.Engine);
        json.WriteString("trouble", member.State.Trouble);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Snapshot snapshot)
    {
        json.WriteStartObject();
        json.WriteNumber("position", snapshot.Lsn.Value);
        json.WriteNumber("bytes", snapshot.Length);
        json.WriteString("digest", snapshot.Digest.ToString());
        json.WriteEndObject();
    }
}
