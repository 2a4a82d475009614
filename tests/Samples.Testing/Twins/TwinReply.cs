using System.Text.Json.Nodes;

namespace Samples.Testing.Twins;

/// <summary>What the twin answers.</summary>
internal sealed record TwinReply(int Status, long Position, JsonObject Body)
{
    /// <summary>How a database stands of which nobody asks more than whether it answers.</summary>
    public static TwinReply Standing() => new(200, 0, new JsonObject
    {
        ["database"] = "twin",
        ["trouble"] = "",
        ["position"] = 0,
        ["epoch"] = 1,
        ["workers"] = new JsonArray(),
        ["log"] = new JsonObject { ["end"] = 0, ["bytes"] = 0 },
        ["queues"] = new JsonObject { ["writes"] = 0, ["reads"] = 0, ["dead"] = 0 },
        ["snapshots"] = new JsonArray(),
    });

    public static TwinReply Problem(int status, long position, string code, string? constraint = null)
    {
        var body = new JsonObject { ["status"] = status, ["code"] = code };
        if (constraint is not null)
        {
            body["constraint"] = constraint;
        }

        return new TwinReply(status, position, body);
    }
}
