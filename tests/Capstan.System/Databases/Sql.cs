using System.Text.Json.Serialization;

namespace Capstan.SystemTests.Databases;

/// <summary>One statement with its positional parameters.</summary>
internal sealed record Sql(string Text, params object?[] Values)
{
    [JsonPropertyName("sql")]
    public string Text { get; init; } = Text;

    [JsonPropertyName("parameters")]
    public object?[] Values { get; init; } = Values;

    /// <summary><c>rows</c> when the whole request must fail without a row.</summary>
    [JsonPropertyName("expect"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expect { get; init; }
}
