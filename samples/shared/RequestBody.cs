using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Samples.Shared;

/// <summary>A request's body, read whole and parsed as JSON whatever its content type says. Given back with the request.</summary>
public sealed class RequestBody : IDisposable
{
    private const int SmallestBuffer = 4096;

    private byte[] _buffer;
    private int _length;

    private RequestBody(long? expected) =>
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((expected ?? 0) + 1, SmallestBuffer, Array.MaxLength));

    /// <summary>The bytes, valid until the body is disposed of; a byte order mark is left out.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ReadOnlyMemory<byte> bytes = _buffer.AsMemory(0, _length);
            return bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        }
    }

    /// <summary>Whether there is nothing but white space.</summary>
    public bool IsBlank => !Bytes.Span.ContainsAnyExcept(" \t\r\n"u8);

    public static async Task<RequestBody> ReadAsync(HttpContext context)
    {
        // The length is a promise of the client's: it decides no more than the first buffer, within reason.
        var body = new RequestBody(Math.Min(context.Request.ContentLength ?? 0, 1 << 20));
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(body._buffer.AsMemory(body._length), context.RequestAborted)) > 0)
            {
                body._length += read;
                body.MakeRoom();
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>The parsed body; null when it is not JSON, or an object with a name that is no Unicode, in which no field can be looked for.</summary>
    public JsonDocument? Parse()
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(Bytes);
            ReadNames(json.RootElement);
            return json;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            json?.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    /// <summary>Throws when a name cannot be read: a look-up would, or would not, by the length of what it looks for.</summary>
    private static void ReadNames(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty field in root.EnumerateObject())
        {
            _ = field.Name;
        }
    }

    private void MakeRoom()
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(_length * 2));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
