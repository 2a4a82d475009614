using System.Globalization;
using Capstan.Database.Api.Problems;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Bodies;

/// <summary>Reads the API's own headers.</summary>
internal static class RequestHeaders
{
    /// <summary>The position that the client has seen; null without one.</summary>
    /// <exception cref="BadRequestException">It is no number.</exception>
    public static Lsn? Position(HttpRequest request)
    {
        if (One(request, ApiHeaders.Position) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new Lsn(value)
            : throw new BadRequestException($"The header {ApiHeaders.Position} is not a log position: a number from 0.");
    }

    /// <summary>How long the caller waits for a write; null when it does not say.</summary>
    /// <exception cref="BadRequestException">It is no duration in the range.</exception>
    public static TimeSpan? Deadline(HttpRequest request)
    {
        if (One(request, ApiHeaders.Deadline) is not { } text)
            return null;
        return WireTime.Parse(text) ?? throw new BadRequestException($"The header {ApiHeaders.Deadline} is not a duration from 100ms to 60s, such as 500ms or 3s.");
    }

    /// <summary>The client's key for a write; null without one.</summary>
    /// <exception cref="BadRequestException">It is none that may be.</exception>
    public static RequestId? Key(HttpRequest request)
    {
        if (One(request, ApiHeaders.Key) is not { } text)
            return null;
        return RequestId.IsValid(text)
            ? new RequestId(text)
            : throw new BadRequestException($"The header {ApiHeaders.Key} has 1 to {RequestId.MaxLength} printable ASCII characters without spaces.");
    }

    private static string? One(HttpRequest request, string name)
    {
        var values = request.Headers[name];
        return values.Count > 1 ? throw new BadRequestException($"The header {name} is there more than once.") : (string?)values;
    }
}
