using System.Buffers;
using System.Text.Json;
using Capstan.Database.Statements;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Modern;

/// <summary>A success of the SQL API: <c>{"position":…,…,"results":[…]}</c>.</summary>
internal static class ResultsAnswer
{
    /// <summary>Sends it. The results are copied as the worker wrote them.</summary>
    public static Task SendAsync(HttpContext context, Answer answer, Action<Utf8JsonWriter> more)
    {
        var bytes = new ArrayBufferWriter<byte>(answer.Body.Length + 256);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteNumber("position", answer.Lsn.Value);
            more(json);
            json.WritePropertyName("results");
            json.WriteRawValue(answer.Body.Span, skipInputValidation: true);
            json.WriteEndObject();
        }

        return ApiAnswer.JsonAsync(context, bytes.WrittenMemory);
    }
}
