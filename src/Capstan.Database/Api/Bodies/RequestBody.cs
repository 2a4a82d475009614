using System.Text.Json;
using System.Text.Unicode;
using Capstan.Database.Api.Problems;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Bodies;

/// <summary>Reads bodies as JSON, whatever content type they claim.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    /// <exception cref="BadHttpRequestException">It is too large, too slow or broken off.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, ApiLimits.Body));
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return ParseObject(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    /// <summary>Reads bytes as a JSON object.</summary>
    /// <exception cref="BadRequestException">They are none.</exception>
    public static JsonDocument ParseObject(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith(ByteOrderMark))
            bytes = bytes[ByteOrderMark.Length..];
        if (!Utf8.IsValid(bytes.Span))
            throw new BadRequestException("The body is not UTF-8.");
        var document = Parse(bytes);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw new BadRequestException("The body is not a JSON object.");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, Options);
        }
        catch (JsonException fault)
        {
            throw new BadRequestException($"The body is not JSON: {fault.Message}", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw new BadRequestException("A member's name in the body has half of a surrogate pair.", fault);
        }
    }
}
