using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared;

/// <summary>The answers that the contract knows.</summary>
public static class Answers
{
    public const string JsonType = "application/json";

    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    /// <summary>Names come back as they were sent, not as escapes; the answer is never put into a page.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A status with the body <c>{}</c>.</summary>
    public static Task Empty(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = JsonType;
        context.Response.ContentLength = EmptyObject.Length;
        return context.Response.Body.WriteAsync(EmptyObject, context.RequestAborted).AsTask();
    }

    /// <summary>A status without a body.</summary>
    public static Task Nothing(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status204NoContent)
        {
            context.Response.ContentLength = 0;
        }

        return Task.CompletedTask;
    }

    public static Task Done(HttpContext context) => Empty(context, StatusCodes.Status200OK);

    public static Task Created(HttpContext context) => Empty(context, StatusCodes.Status201Created);

    public static Task Refused(HttpContext context) => Empty(context, StatusCodes.Status400BadRequest);

    /// <summary>200 with <c>[n]</c>.</summary>
    public static Task Number(HttpContext context, long number) => Json(context, json =>
    {
        json.WriteStartArray();
        json.WriteNumberValue(number);
        json.WriteEndArray();
    });

    /// <summary>200 with what <paramref name="write"/> writes.</summary>
    public static async Task Json(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = JsonType;
        await using (Utf8JsonWriter json = Writer(context))
        {
            write(json);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>A writer on the answer's body.</summary>
    public static Utf8JsonWriter Writer(HttpContext context) => new(context.Response.BodyWriter, Writing);
}
