using System.Globalization;
using System.Text.Json;
using Capstan.Database.Api;

namespace Capstan.Database.Tests.Api.Rig;

/// <summary>The OpenAPI document, to hold answers against.</summary>
internal static class ApiDescription
{
    private static readonly Lazy<JsonElement> Loaded = new(Load);

    public static JsonElement Document => Loaded.Value;

    /// <summary>Every operation, as <c>POST /path</c>.</summary>
    public static IEnumerable<(string Route, JsonElement Operation)> Operations =>
        from path in Document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    /// <summary>Fails when an answer of a described path has a status, media type or code that is not described.</summary>
    public static void Check(HttpRequestMessage request, HttpResponseMessage answer)
    {
        var path = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.AbsolutePath : request.RequestUri.OriginalString;
        if (!Document.GetProperty("paths").TryGetProperty(path, out var operations))
            return;
        var operation = operations.TryGetProperty(request.Method.Method.ToLowerInvariant(), out var exact) ? exact : operations.EnumerateObject().First().Value;
        var status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        var where = $"{request.Method} {path} answers {status}";
        Assert.True(operation.GetProperty("responses").TryGetProperty(status, out var response), where + ", which is not described");
        if (response.TryGetProperty("$ref", out var reference))
            response = Resolve(reference.GetString()!);
        if (answer.Content.Headers.ContentType?.MediaType is { } media)
            Assert.True(response.GetProperty("content").TryGetProperty(media, out _), $"{where} as {media}, which is not described");
    }

    /// <summary>What a reference within the document means; fails when it leads nowhere.</summary>
    public static JsonElement Resolve(string reference)
    {
        var element = Document;
        foreach (var part in reference.Split('/').Skip(1))
            element = element.GetProperty(part);
        return element;
    }

    private static JsonElement Load()
    {
        using var stream = typeof(DatabaseApi).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonDocument.Parse(stream).RootElement;
    }
}
