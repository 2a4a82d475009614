using System.Text.Json;
using Samples.Shared;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Categories;

/// <summary>Writes acts as the contract wants them: an array of objects of exactly seven fields, images streamed from the store.</summary>
internal static class ActsAnswer
{
    public static async Task WriteAsync(HttpContext context, IReadOnlyList<Act> acts)
    {
        context.Response.ContentType = Answers.JsonType;
        var body = context.Response.BodyWriter;
        await using Utf8JsonWriter json = Answers.Writer(context);
        json.WriteStartArray();
        foreach (Act act in acts)
        {
            WriteFields(json, act);
            await json.FlushAsync(context.RequestAborted);
            // Base64 needs no escapes, so the image goes past the writer as it is stored.
            await body.WriteAsync(",\"imgB64\":\""u8.ToArray(), context.RequestAborted);
            await act.Image.WriteToAsync(body, context.RequestAborted);
            await body.WriteAsync("\""u8.ToArray(), context.RequestAborted);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        await json.FlushAsync(context.RequestAborted);
    }

    private static void WriteFields(Utf8JsonWriter json, Act act)
    {
        json.WriteStartObject();
        json.WritePropertyName("actId");
        json.WriteRawValue(act.Id.Digits, skipInputValidation: true);
        json.WriteString("username", act.Username);
        json.WriteString("timestamp", act.Time.Text);
        json.WriteString("caption", act.Caption);
        json.WriteNumber("upvotes", act.Upvotes);
        json.WriteString("categoryName", act.Category);
    }
}
