using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Samples.Shared;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Uploading;

/// <summary>Reads an act from an upload: everything that can be judged without asking anybody.</summary>
internal static class UploadBody
{
    /// <summary>The act, which uses the memory of <paramref name="body"/>; null when the upload is refused.</summary>
    public static NewAct? Read(RequestBody body)
    {
        using JsonDocument? json = body.Parse();
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } act || act.Field("upvotes") is not null)
        {
            return null;
        }

        return act.Field("actId") is { } number && Id(number) is { } id
            && act.Text("username") is { } username
            && act.Text("timestamp") is { } text && WrittenTime.Parse(text) is { } time
            && act.Text("caption") is { } caption
            && act.Text("categoryName") is { } category
            && act.Field("imgB64") is { } value && Image(value, body.Bytes) is { } image
            ? new NewAct(id, username, time, caption, category, image)
            : null;
    }

    /// <summary>An id is a JSON number of digits alone.</summary>
    public static ActId? Id(JsonElement value) => value.ValueKind == JsonValueKind.Number ? ActId.Parse(value.GetRawText()) : null;

    /// <summary>The image's place in the body: it can be large, so it is copied only if the client escaped something in it.</summary>
    private static ReadOnlyMemory<byte>? Image(JsonElement value, ReadOnlyMemory<byte> body)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        ReadOnlySpan<byte> quoted = JsonMarshal.GetRawUtf8Value(value);
        body.Span.Overlaps(quoted, out int start);
        ReadOnlyMemory<byte> image = body.Slice(start + 1, quoted.Length - 2);
        if (image.Span.Contains((byte)'\\'))
        {
            image = Encoding.UTF8.GetBytes(value.Text() ?? "\\");
        }

        // A plain null would become an empty image here.
        return Base64Text.IsValid(image.Span) ? image : default(ReadOnlyMemory<byte>?);
    }
}
