using System.Text.Json;
using System.Text.Json.Serialization;

namespace Capstan.Events;

/// <summary>The JSON form of events: one object on one line, camelCase, members without a value left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = false)]
[JsonSerializable(typeof(StackEvent))]
[JsonSerializable(typeof(EventPage))]
internal sealed partial class EventJson : JsonSerializerContext
{
    /// <summary>The event as one line without its end.</summary>
    public static byte[] Write(StackEvent happened) => JsonSerializer.SerializeToUtf8Bytes(happened, Default.StackEvent);

    /// <summary>Reads a line; null when it is torn or not an event.</summary>
    public static StackEvent? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.StackEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
