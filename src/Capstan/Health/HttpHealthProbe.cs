using System.Net;
using System.Net.Sockets;
using Capstan.Core.Health;
using Capstan.Core.Stacks;

namespace Capstan.Health;

/// <summary><see cref="IHealthProbe"/> over real sockets.</summary>
internal sealed class HttpHealthProbe : IHealthProbe, IDisposable
{
    private readonly TimeProvider _time;

    // A check must see what a new client would see, so no connection is ever used twice.
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.Zero,
        ActivityHeadersPropagator = null,
    });

    public HttpHealthProbe(TimeProvider time) => _time = time;

    public async Task<ProbeResult> CheckAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(target.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var uri = new UriBuilder(Uri.UriSchemeHttp, target.Host, target.Port, target.Path).Uri;
        using var request = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Version = target.Protocol == UpstreamProtocol.H2c ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ConnectionClose = target.Protocol == UpstreamProtocol.H2c ? null : true;
        request.Headers.UserAgent.ParseAdd("capstan-health/1");
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            var outcome = response.StatusCode switch
            {
                HttpStatusCode.OK => ProbeOutcome.Healthy,
                HttpStatusCode.ServiceUnavailable => ProbeOutcome.Unavailable,
                _ => ProbeOutcome.WrongStatus,
            };
            return new ProbeResult(outcome, $"{target.Path} answered {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProbeResult(ProbeOutcome.TimedOut, $"{target.Path} did not answer within {target.Timeout.TotalMilliseconds:0} ms");
        }
        catch (HttpRequestException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return new ProbeResult(ProbeOutcome.Refused, $"port {target.Port} refused the connection");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or SocketException)
        {
            // A bare socket's fault comes from a connection that is reset in the moment in which it was made.
            return new ProbeResult(ProbeOutcome.Broken, $"{target.Path} could not be asked: {fault.Message}");
        }
    }

    public void Dispose() => _client.Dispose();
}
