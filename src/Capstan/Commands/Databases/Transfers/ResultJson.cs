using System.Text;
using System.Text.Json;

namespace Capstan.Commands.Databases.Transfers;

/// <summary>Results for programs: one JSON object on one line.</summary>
internal static class ResultJson
{
    /// <summary>Writes it.</summary>
    public static async Task WriteAsync(CliContext context, Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        await context.Console.Out.WriteLineAsync(Encoding.UTF8.GetString(bytes.ToArray()));
    }
}
