using System.Security.Cryptography;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Services;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Capstan.Gateway.Edge;

/// <summary>What happens to each request, from the server's hands to the forwarder's.</summary>
internal sealed class GatewayApplication(DataPlane plane, TimeProvider time, TrustedNetworks trusted, StopGate gate, TimeSpan clientLimit) : IHttpApplication<Exchange>
{
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private readonly Forwarder _forwarder = new(time);
    private readonly RequestIds _ids = new(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>Where requests are noted; null without an access log. Set before the first request.</summary>
    public AccessRing? Noted { get; set; }

    /// <inheritdoc />
    public Exchange CreateContext(IFeatureCollection contextFeatures)
    {
        var container = contextFeatures as IHostContextContainer<Exchange>;
        var exchange = container?.HostContext ?? new Exchange(time, clientLimit);
        if (container is not null)
            container.HostContext = exchange;
        exchange.Begin(contextFeatures);
        return exchange;
    }

    /// <inheritdoc />
    public void DisposeContext(Exchange context, Exception? exception) => context.End();

    /// <inheritdoc />
    public Task ProcessRequestAsync(Exchange context)
    {
        var arrival = time.GetTimestamp();
        return Noted is { } ring ? NoteAsync(context, arrival, ring) : RouteAsync(context, arrival);
    }

    private async Task NoteAsync(Exchange context, long arrival, AccessRing ring)
    {
        try
        {
            await RouteAsync(context, arrival);
        }
        finally
        {
            context.Notes.Write(ring, context, arrival, time.GetTimestamp());
        }
    }

    private Task RouteAsync(Exchange context, long arrival)
    {
        var request = context.Http.Request;
        if (gate.IsStopping)
            return OwnAnswer.Stopping.WriteAsync(context.Http);
        if (EdgeRules.Check(request) is { } refusal)
            return refusal.WriteAsync(context.Http);
        if (!RequestTarget.TryRead(context.Http.Features.Get<IHttpRequestFeature>()!.RawTarget, out var target))
            return Rejections.Target.WriteAsync(context.Http);
        context.Target = target;
        context.Id = _ids.Next();
        var path = RoutingPath.Read(target);
        var routes = plane.Routes;
        if (routes.Match(routes.NeedsHost ? request.Host.Host : null, path) is { } service)
            return ServeAsync(context, service, path, arrival);
        return path == "/" ? WriteRootAsync(context.Http) : OwnAnswer.NoRoute.WriteAsync(context.Http);
    }

    private static Task WriteRootAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = EmptyObject.Length;
        return Methods.IsHead(http.Request)
            ? Task.CompletedTask
            : http.Response.BodyWriter.WriteAsync(EmptyObject, http.RequestAborted).AsTask();
    }

    private async Task ServeAsync(Exchange exchange, ServiceState service, string path, long arrival)
    {
        var settings = service.Settings;
        exchange.Notes.Service = service.Name;
        gate.Enter();
        var inFlight = service.Arrived(settings, path, arrival);
        try
        {
            exchange.Inspect(trusted);
            if (Limit(exchange, settings, inFlight, arrival) is { } refusal)
            {
                service.Meter.CountRefused();
                await refusal.WriteAsync(exchange.Http);
                return;
            }

            await _forwarder.ForwardAsync(exchange, service, settings);
        }
        finally
        {
            service.Meter.Finished(exchange.Http.Response.StatusCode, time.GetTimestamp() - arrival);
            gate.Leave();
        }
    }

    private static OwnAnswer? Limit(Exchange exchange, ServiceSettings settings, int inFlight, long arrival)
    {
        var request = exchange.Http.Request;
        var limits = settings.Limits;
        if (settings.Rate is { } rate && !rate.TryTake(ForwardedHeaders.ClientOf(request, exchange.Peer), arrival))
            return OwnAnswer.TooMany;
        if (limits.InFlight > 0 && inFlight > limits.InFlight)
            return OwnAnswer.Busy;
        if (!exchange.HasBody)
            return null;
        var largest = exchange.Http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limits.Body > 0 && largest is { IsReadOnly: false })
            largest.MaxRequestBodySize = limits.Body;
        if (request.ContentLength > largest?.MaxRequestBodySize)
            return OwnAnswer.TooLarge;

        // A call that streams may rest; its silence is the service's time limit's business.
        if (HttpProtocol.IsHttp2(request.Protocol)
            && request.ContentType is { } type && type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase)
            && exchange.Http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } slowest)
            slowest.MinDataRate = null;
        return null;
    }
}
