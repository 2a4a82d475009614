using System.Net.Security;
using System.Text;
using Capstan.Core.Stacks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Capstan.Gateway.Listening;

/// <summary>Builds the HTTP server: its limits, its listeners, and nothing that works per request.</summary>
internal static class ServerFactory
{
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);

    /// <summary>A server over public sockets, not started.</summary>
    public static WebApplication Create(
        GatewayLimits limits, IReadOnlyList<PublicSocket> sockets, CertificateStore? certificates, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options =>
        {
            Limit(options, limits);
            foreach (var endPoint in sockets.SelectMany(socket => socket.EndPoints))
                options.Listen(endPoint, listen => Configure(listen, endPoint.Kind, certificates));
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IConnectionListenerFactory>(new GateTransport(sockets));
        return builder.Build();
    }

    private static void Limit(KestrelServerOptions options, GatewayLimits limits)
    {
        options.AddServerHeader = false;
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        var server = options.Limits;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestHeaderCount = limits.Headers;
        server.MaxRequestLineSize = limits.RequestLine;
        server.MaxRequestBodySize = limits.Body > 0 ? limits.Body : null;
        server.RequestHeadersTimeout = limits.HeaderTimeout;
        server.KeepAliveTimeout = limits.IdleTimeout;
        var rate = limits.MinimumRate > 0 ? new MinDataRate(limits.MinimumRate, RateGrace) : null;
        server.MinRequestBodyDataRate = rate;
        server.MinResponseDataRate = rate;
        server.Http2.MaxRequestHeaderFieldSize = limits.HeaderBytes;
    }

    private static void Configure(ListenOptions listen, ListenerKind kind, CertificateStore? certificates)
    {
        listen.Protocols = kind switch
        {
            ListenerKind.Http1 => HttpProtocols.Http1,
            ListenerKind.Http2 => HttpProtocols.Http2,
            _ => HttpProtocols.Http1AndHttp2,
        };
        if (kind == ListenerKind.Tls && certificates is not null)
        {
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = certificates.Current,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                }),
            });
        }
    }
}
