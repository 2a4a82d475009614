using System.Net;
using System.Text;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Logging;

/// <summary>What the general plane remembers of a request for the access log. Kept with its exchange.</summary>
internal sealed class AccessNotes
{
    /// <summary>The service.</summary>
    public string? Service { get; set; }

    /// <summary>Id of the target that was tried last.</summary>
    public string? Replica { get; set; }

    /// <summary>When the head of the target's answer was there; 0 while the client was given nothing of one.</summary>
    public long Answered { get; set; }

    /// <summary>Bytes of the request's body that were taken.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of the target's answer that were given.</summary>
    public long BytesOut { get; set; }

    /// <summary>How often the request was sent again.</summary>
    public byte Retries { get; set; }

    /// <summary>How it ended.</summary>
    public AccessEnd Ending { get; set; }

    /// <summary>Forgets the request before.</summary>
    public void Begin()
    {
        (Service, Replica) = (null, null);
        (Answered, BytesIn, BytesOut) = (0, 0, 0);
        (Retries, Ending) = (0, AccessEnd.Whole);
    }

    /// <summary>Counts one more time that the request is sent.</summary>
    public void CountRetry()
    {
        if (Retries < byte.MaxValue)
            Retries++;
    }

    /// <summary>Puts the request into a ring.</summary>
    public void Write(AccessRing ring, Exchange exchange, long arrival, long end)
    {
        var http = exchange.Http;
        Span<byte> id = stackalloc byte[AccessRecord.LongestId];
        Span<byte> client = stackalloc byte[16];
        Span<byte> method = stackalloc byte[AccessRecord.LongestMethod];
        Span<byte> target = stackalloc byte[AccessRecord.LongestTarget + 1];
        var response = http.Response;
        var isGone = Ending == AccessEnd.ClientGone || (!response.HasStarted && http.RequestAborted.IsCancellationRequested);
        ring.Add(new AccessFacts
        {
            Arrival = arrival,
            End = end,
            Answered = Answered,
            Client = Bytes(http.Connection.RemoteIpAddress, client),
            Method = Bytes(http.Request.Method, method),
            Target = Bytes(http.Features.Get<IHttpRequestFeature>()!.RawTarget, target),
            Version = VersionOf(http.Request.Protocol),
            IsTls = http.Request.IsHttps,
            Status = isGone && !response.HasStarted ? 0 : response.StatusCode,
            BytesIn = BytesIn,
            BytesOut = Answered != 0 || isGone ? BytesOut : OwnBytes(http),
            Service = Service,
            Replica = Replica,
            RequestId = Replica is null ? default : IdOf(exchange, id),
            Retries = Retries,
            Ending = isGone ? AccessEnd.ClientGone : Ending,
        });
    }

    /// <summary>The id that the request was forwarded with: ours, or the one that a trusted peer gave it.</summary>
    private static ReadOnlySpan<byte> IdOf(Exchange exchange, Span<byte> room)
    {
        if (exchange.Peer.IsTrusted && exchange.Http.Request.Headers[RequestId.FieldName] is [{ Length: > 0 } given])
            return Bytes(given, room);
        exchange.Id.Write(room);
        return room[..RequestId.Length];
    }

    private static long OwnBytes(HttpContext http) => Methods.IsHead(http.Request) ? 0 : http.Response.ContentLength ?? 0;

    private static byte VersionOf(string protocol) => HttpProtocol.IsHttp2(protocol) ? (byte)20 : HttpProtocol.IsHttp10(protocol) ? (byte)10 : (byte)11;

    private static ReadOnlySpan<byte> Bytes(IPAddress? address, Span<byte> output) =>
        address is not null && address.TryWriteBytes(output, out var length) ? output[..length] : default;

    private static ReadOnlySpan<byte> Bytes(string text, Span<byte> output) =>
        output[..Encoding.Latin1.GetBytes(text.AsSpan(0, Math.Min(text.Length, output.Length)), output)];
}
