using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Capstan.Database.Api.Access;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Http;

namespace Capstan.Database.Api.Problems;

/// <summary>An error answer as problem details (RFC 9457). The code is stable, the sentences are not.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">What went wrong, for programs.</param>
/// <param name="Title">What went wrong, for people.</param>
/// <param name="Detail">What to do about it, or where it is.</param>
internal sealed record ApiProblem(int Status, string Code, string Title, string Detail)
{
    /// <summary>Foreign host name on a loopback listener.</summary>
    public static ApiProblem HostRefused { get; } = new(
        403, "host_refused", "This host name is not answered.", "Use a loopback address or localhost: the database listens on loopback only.");

    /// <summary>A web page of another site.</summary>
    public static ApiProblem PageRefused { get; } = new(
        403, "page_refused", "Requests of other sites' web pages are not answered.", "The database asks for no token; send requests from a program.");

    /// <summary>No token.</summary>
    public static ApiProblem TokenRequired { get; } = new(
        401, "token_required", "The token is missing or wrong.", "Send the header Authorization: Bearer TOKEN; the tokens are in the database's tokens file.");

    /// <summary>Too many wrong ones.</summary>
    public static ApiProblem TooManyFailures { get; } = new(
        429, "too_many_failures", "Too many requests without a right token.", "Wait as long as Retry-After says, or send a right token.");

    /// <summary>No such path.</summary>
    public static ApiProblem UnknownPath { get; } = new(404, "unknown_path", "There is nothing here.", "GET / lists what is.");

    /// <summary>Wrong method.</summary>
    public static ApiProblem MethodNotAllowed { get; } = new(405, "method_not_allowed", "This path has another method.", "The header Allow names it.");

    /// <summary>Body over the limit.</summary>
    public static ApiProblem BodyTooLarge { get; } = new(
        413, "too_large", "The body is too large.", string.Create(CultureInfo.InvariantCulture, $"A body has at most {ApiLimits.Body} bytes."));

    /// <summary>The body did not come.</summary>
    public static ApiProblem BodyTimeout { get; } = new(408, "body_timeout", "The body came too slowly.", "Send it faster.");

    /// <summary>No worker to end.</summary>
    public static ApiProblem NoWorker { get; } = new(503, "unavailable", "There is no such worker now.", "Try again when it has been replaced.") { RetryAfter = Second };

    /// <summary>Seconds after which to try again; null when that makes no sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Which constraint, of code <c>constraint</c>.</summary>
    public string? Constraint { get; init; }

    /// <summary>The write that it is about.</summary>
    public RequestId? Request { get; init; }

    /// <summary>One second, the usual time to wait.</summary>
    public static TimeSpan Second { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The caller may do other things only.</summary>
    public static ApiProblem RightRequired(AccessRight needed) => new(
        403, "right_required", "This token may not do that.", $"Send the {needed.ToString().ToLowerInvariant()} token.");

    /// <summary>A request that no state of the database can make right.</summary>
    public static ApiProblem BadRequest(string detail) => new(400, "bad_request", "The request is wrong.", detail);

    /// <summary>The operation is too large for queues and log.</summary>
    public static ApiProblem OperationTooLarge() => new(
        413, "too_large", "The request is too large.",
        string.Create(CultureInfo.InvariantCulture, $"Statements and values together may have {ApiLimits.Operation} bytes. Send it in parts."));

    /// <summary>Sends it as the answer.</summary>
    public Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        if (RetryAfter is { } pause)
            response.Headers.RetryAfter = Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json);
        response.ContentLength = bytes.WrittenCount;
        return response.BodyWriter.WriteAsync(bytes.WrittenMemory, context.RequestAborted).AsTask();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type", "about:blank");
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteString("code", Code);
        if (Constraint is not null)
            json.WriteString("constraint", Constraint);
        if (Request is { } request)
            json.WriteString("requestId", request.Value);
        json.WriteEndObject();
    }
}
