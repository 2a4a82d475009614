using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Capstan.Database.Worker;

namespace Capstan.Cluster.Nodes;

/// <summary>The nodes' content: JSON that an operator can read, and write, with any ZooKeeper client.</summary>
internal static class NodeJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    /// <summary>Writes a node's content.</summary>
    public static byte[] Write<T>(T node) => JsonSerializer.SerializeToUtf8Bytes(node, node is WorkerSettings ? Indented : Options);

    /// <summary>Reads a node's content; null when it is none of this kind, as an operator's hand may have left it.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> content)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(content.Span, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
