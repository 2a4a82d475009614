using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast;
using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Capstan.Gateway;

/// <summary>The gateway: public listeners in front of a <see cref="DataPlane"/>. Started once, stopped once.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private const int Backlog = 4_096;

    /// <summary>Time within which a client must take some of an answer that waits for it.</summary>
    internal static readonly TimeSpan ClientLimit = TimeSpan.FromSeconds(10);

    private readonly GatewaySpec _spec;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly GatewayApplication _application;
    private readonly ConnectionLimit _connections;
    private readonly TrustedNetworks _trusted;
    private readonly StopGate _gate = new();
    private FastPlane? _fast;
    private HandoverPoint? _handover;
    private CertificateStore? _certificates;
    private WebApplication? _server;
    private bool _stopped;

    private GatewayHost(GatewaySpec spec, TimeProvider time, ILoggerFactory loggers)
    {
        _spec = spec;
        _time = time;
        _loggers = loggers;
        Plane = new DataPlane(time);
        _trusted = new TrustedNetworks(spec.TrustForwarded);
        _application = new GatewayApplication(Plane, time, _trusted, _gate, spec.Limits.MinimumRate > 0 ? ClientLimit : Timeout.InfiniteTimeSpan);
        _connections = new ConnectionLimit(spec.Limits.Connections);
    }

    /// <summary>Routes, targets and counters; may be set before the start.</summary>
    public DataPlane Plane { get; }

    /// <summary>Client connections now open, over all listeners.</summary>
    public int Connections => _connections.Open;

    /// <summary>A gateway that does not listen yet.</summary>
    /// <param name="spec">Listeners and limits.</param>
    /// <param name="time">Clock of windows, deadlines, ejections and waits.</param>
    /// <param name="loggers">Where faults of the listeners are told; nothing is written per request.</param>
    /// <exception cref="FormatException">A trusted network is not in CIDR form.</exception>
    public static GatewayHost Create(GatewaySpec spec, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        return new GatewayHost(spec, time, loggers);
    }

    /// <summary>Starts to listen.</summary>
    /// <returns>Where, with real ports in place of 0.</returns>
    /// <exception cref="ListenException">An address is taken or cannot be used, or the certificate cannot.</exception>
    /// <exception cref="IOException">The access log cannot be written.</exception>
    public async Task<GatewayAddresses> StartAsync(CancellationToken cancellationToken)
    {
        if (_server is not null)
            throw new InvalidOperationException("The gateway was started already.");
        var logger = _loggers.CreateLogger("Capstan.Gateway");
        PublicSocket Open(HostPort address, bool isTls) =>
            new(address, isTls, _connections, _spec.Limits.HeaderTimeout, _time, logger);

        if (_spec.AccessLog is { } log)
        {
            Plane.AccessLog = AccessLog.Open(log, _time, logger);
            _application.Noted = Plane.AccessLog.NewRing();
        }

        var plain = Open(_spec.Listen, isTls: false);
        var tls = _spec.Tls is { } spec ? Open(spec.Listen, isTls: true) : null;
        if (_spec.Tls is not null)
            _certificates = new CertificateStore(_spec.Tls, _time, logger);
        var transport = new SocketTransportOptions { Backlog = Backlog };
        if (_spec.Limits.MinimumRate > 0)
            transport.CreateBoundListenSocket = StalledPeers.Listen;
        var sockets = new SocketTransportFactory(Options.Create(transport), _loggers);
        var plainAddress = _spec.Plane == GatewayPlane.Fast && FastPlane.IsSupported
            ? await BindFastAsync(plain, logger, cancellationToken)
            : await plain.BindAsync(sockets, cancellationToken);
        HostPort? tlsAddress = null;
        try
        {
            if (tls is not null)
                tlsAddress = await tls.BindAsync(sockets, cancellationToken);
        }
        catch (ListenException)
        {
            await plain.UnbindAsync();
            await CloseFastAsync();
            throw;
        }

        _server = ServerFactory.Create(_spec.Limits, tls is null ? [plain] : [plain, tls], _certificates, _loggers);
        await _server.Services.GetRequiredService<IServer>().StartAsync(_application, cancellationToken);
        _fast?.Start();
        return new GatewayAddresses(plainAddress, tlsAddress);
    }

    /// <summary>
    /// Stops: new requests are answered 503 and their connections closed while those in flight finish and their answers go out; after the
    /// limit, what is left is cut and the listeners close.
    /// </summary>
    /// <param name="limit">Longest time that requests in flight may take.</param>
    /// <param name="cancellationToken">Cuts the wait short.</param>
    public async Task StopAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_server is null || _stopped)
            return;
        _stopped = true;
        using var cut = new CancellationTokenSource(limit, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cut.Token, cancellationToken);
        await Task.WhenAny(_gate.StopAsync(), Task.Delay(Timeout.InfiniteTimeSpan, end.Token));
        await CloseFastAsync();
        await _server.Services.GetRequiredService<IServer>().StopAsync(end.Token);
    }

    /// <summary>Stops at once, and closes the connections to all targets.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero, CancellationToken.None);
        Plane.Configure([]);
        _certificates?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();

        // Connections that were handed over use its memory to their end.
        _handover?.Dispose();
        if (Plane.AccessLog is { } log)
            await log.DisposeAsync();
    }

    private async Task<HostPort> BindFastAsync(PublicSocket socket, ILogger logger, CancellationToken cancellationToken)
    {
        _handover = new HandoverPoint(socket, _connections, logger);
        _fast = new FastPlane(new PlaneParts(Plane, _spec.Limits, _trusted, _connections, _gate, _time), _handover, logger);
        return _fast.Bind(_spec.Listen, await socket.ResolveAsync(cancellationToken));
    }

    private async Task CloseFastAsync()
    {
        if (_fast is not { } fast)
            return;
        _fast = null;
        await fast.CloseAsync();
    }
}
