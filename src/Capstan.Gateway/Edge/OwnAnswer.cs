using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Edge;

/// <summary>An answer that the gateway gives itself: problem details (RFC 9457) without anything of the request in them.</summary>
internal sealed class OwnAnswer
{
    private static readonly KeyValuePair<string, string> RetryLater = new("Retry-After", "1");

    // Others are forwarded too, but their names are not known here. An answer with 405 has this field (RFC 9110 section 15.5.6).
    private static readonly KeyValuePair<string, string> Allowed = new("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

    private readonly byte[] _body;
    private readonly byte[] _head;
    private readonly bool _close;
    private readonly KeyValuePair<string, string>? _field;

    private OwnAnswer(int status, string title, string detail, bool close = false, KeyValuePair<string, string>? field = null)
    {
        Status = status;
        _close = close;
        _field = field;
        _body = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["type"] = "about:blank", ["title"] = title, ["status"] = status, ["detail"] = detail });
        _head = OwnHead.Build(status, title, "application/problem+json", _body.Length, field);
    }

    /// <summary>Its status.</summary>
    public int Status { get; }

    /// <summary>Whether its connection is to be closed.</summary>
    public bool IsLast => _close;

    /// <summary>Bytes of its body.</summary>
    public int Length => _body.Length;

    /// <summary>No route.</summary>
    public static OwnAnswer NoRoute { get; } = new(404, "Not Found", "No service takes this path. Compare it with the routes of the stack file.");

    /// <summary>No replica became ready in time, or too many requests wait for one.</summary>
    public static OwnAnswer NoTarget { get; } = new(503, "Service Unavailable", "No replica of the service is ready. Try again later.", field: RetryLater);

    /// <summary>Too many requests in flight.</summary>
    public static OwnAnswer Busy { get; } = new(503, "Service Unavailable", "The service has as many requests as it may have at once. Try again later.", field: RetryLater);

    /// <summary>The gateway is going down.</summary>
    public static OwnAnswer Stopping { get; } = new(503, "Service Unavailable", "The gateway is stopping. Try again later.", close: true, field: RetryLater);

    /// <summary>The memory for large heads is used up.</summary>
    public static OwnAnswer NoRoom { get; } = new(503, "Service Unavailable", "The gateway has no memory for header fields of this size now. Try again later, or send smaller ones.", close: true, field: RetryLater);

    /// <summary>Too many requests of one client.</summary>
    public static OwnAnswer TooMany { get; } = new(429, "Too Many Requests", "This client sends more requests a second than the service accepts. Try again later.", field: RetryLater);

    /// <summary>The body is too large.</summary>
    public static OwnAnswer TooLarge { get; } = new(413, "Content Too Large", "The request's body is larger than the service accepts.", close: true);

    /// <summary>No connection to the replica.</summary>
    public static OwnAnswer NotConnected { get; } = new(502, "Bad Gateway", "No connection to a replica of the service could be made. Try again later.");

    /// <summary>The replica broke off.</summary>
    public static OwnAnswer Broken { get; } = new(502, "Bad Gateway", "The replica broke off before it answered; whether it executed the request is not known.");

    /// <summary>The replica did not answer in time.</summary>
    public static OwnAnswer TimedOut { get; } = new(504, "Gateway Timeout", "The replica did not answer in time; whether it executed the request is not known.");

    /// <summary>The client did not send its request.</summary>
    public static OwnAnswer HeadTimeout { get; } = new(408, "Request Timeout", "The request's header fields came too slowly.", close: true);

    /// <summary>The client did not send its body.</summary>
    public static OwnAnswer BodyTimeout { get; } = new(408, "Request Timeout", "The request's body came too slowly.", close: true);

    /// <summary>The client sent a wrong body.</summary>
    public static OwnAnswer BadBody { get; } = new(400, "Bad Request", "The request's body could not be read.", close: true);

    /// <summary>A request that is not forwarded; the connection is closed.</summary>
    public static OwnAnswer Rejected(int status, string detail) =>
        new(status, TitleOf(status), detail, close: true, status == StatusCodes.Status405MethodNotAllowed ? Allowed : null);

    /// <summary>The answer to a body that could not be read.</summary>
    public static OwnAnswer ForClientFault(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status408RequestTimeout => BodyTimeout,
        _ => BadBody,
    };

    /// <summary>Its status and body, for people who look into it.</summary>
    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(_body)}";

    /// <summary>Writes it as HTTP/1.1.</summary>
    /// <param name="output">Room for 1 KiB.</param>
    /// <param name="isHead">Whether it answers HEAD, and has no body.</param>
    /// <param name="persistence">What is said of the connection.</param>
    /// <param name="date">Today and now as Date has it.</param>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> output, bool isHead, Persistence persistence, ReadOnlySpan<byte> date) =>
        OwnHead.Write(output, _head, isHead ? default : _body, persistence, date);

    /// <summary>Writes it.</summary>
    public Task WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = _body.Length;
        if (_field is { Key: var name, Value: var value })
            response.Headers[name] = value;
        if (_close && http.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal))
            response.Headers.Connection = "close";
        return Methods.IsHead(http.Request)
            ? Task.CompletedTask
            : response.BodyWriter.WriteAsync(_body, http.RequestAborted).AsTask();
    }

    private static string TitleOf(int status) => status switch
    {
        405 => "Method Not Allowed",
        414 => "URI Too Long",
        417 => "Expectation Failed",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "Bad Request",
    };
}
