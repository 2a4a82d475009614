using Capstan.Gateway.Edge;
using Capstan.Gateway.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Gateway.Forwarding;

/// <summary>One request from its arrival to the end of its answer. Kept with its connection and used for the next request on it.</summary>
internal sealed class Exchange
{
    /// <summary>Nothing has arrived yet.</summary>
    public Exchange(TimeProvider time, TimeSpan clientLimit)
    {
        Deadline = new Deadline(time, clientLimit);

        // Over HTTP/2 others of the connection's requests acknowledge too: that says nothing of this one.
        ClientProgress = () => HttpProtocol.IsHttp2(Http.Request.Protocol) ? 0 : ClientSocket.Acknowledged(Http);
    }

    /// <summary>The client's side.</summary>
    public DefaultHttpContext Http { get; } = new();

    /// <summary>Tells how much the client's system has acknowledged.</summary>
    public Func<long> ClientProgress { get; }

    /// <summary>Time limit of the attempt under way.</summary>
    public Deadline Deadline { get; }

    /// <summary>What the access log is to know of it.</summary>
    public AccessNotes Notes { get; } = new();

    /// <summary>Who sent it.</summary>
    public Peer Peer { get; private set; } = null!;

    /// <summary>What names it in logs.</summary>
    public RequestId Id { get; set; }

    /// <summary>Path and query to forward.</summary>
    public string Target { get; set; } = "/";

    /// <summary>Whether the method is safe to send twice: GET, HEAD, OPTIONS.</summary>
    public bool IsSafe { get; private set; }

    /// <summary>Whether the client sends a body.</summary>
    public bool HasBody { get; private set; }

    /// <summary>Whether the client asks for another protocol on its connection.</summary>
    public bool IsUpgrade { get; private set; }

    /// <summary>Takes up a request.</summary>
    public void Begin(IFeatureCollection features)
    {
        Http.Initialize(features);
        Notes.Begin();
    }

    /// <summary>Reads what forwarding needs to know of it.</summary>
    public void Inspect(TrustedNetworks trusted)
    {
        var request = Http.Request;
        Peer = Peer.Of(Http.Connection, trusted, Peer);
        IsSafe = Methods.IsSafe(request);
        IsUpgrade = UpgradeOffer.IsMadeBy(Http);
        HasBody = request.ContentLength is { } length
            ? length > 0
            : HttpProtocol.IsHttp2(request.Protocol)
                ? Http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true }
                : request.Headers.TransferEncoding.Count != 0;
    }

    /// <summary>Lets the request go.</summary>
    public void End() => Http.Uninitialize();
}
