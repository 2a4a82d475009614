using System.Text.Json.Nodes;

namespace RideShare.Tests.Running;

/// <summary>What the twin answers.</summary>
internal sealed record TwinReply(int Status, long Position, JsonObject Body)
{
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
