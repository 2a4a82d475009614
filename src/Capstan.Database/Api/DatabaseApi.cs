using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Capstan.Core.Access;
using Capstan.Database.Api.Access;
using Capstan.Database.Api.Requests;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Capstan.Database.Api;

/// <summary>The public API of one database, on a listener of its own: the classic calls without SQL, and the SQL API.</summary>
public sealed class DatabaseApi : IAsyncDisposable
{
    private const int NameBytes = 16;
    private const int NameTimeBytes = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly SchemaCache _schema;
    private readonly TimeProvider _time;

    private DatabaseApi(WebApplication app, SchemaCache schema, TimeProvider time) => (_app, _schema, _time) = (app, schema, time);

    /// <summary>Base URL, for example <c>http://127.0.0.1:8081</c>.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>What is mapped.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">The address is taken.</exception>
    /// <exception cref="ArgumentException">The database is open and would listen beyond loopback, or is not open and has no tokens.</exception>
    public static async Task<DatabaseApi> StartAsync(DatabaseApiParts parts, CancellationToken cancellationToken)
    {
        var listen = parts.Spec.Listen;
        var address = IPAddress.TryParse(listen.Host, out var parsed) ? parsed : (await Dns.GetHostAddressesAsync(listen.Host, cancellationToken))[0];
        var tokens = TokensOf(parts, address);
        var newName = () => NewName(parts.Time.GetUtcNow(), parts.Chance);
        var front = new DatabaseFront(parts.Queues, new AckedPositions(parts.Time), parts.Spec.Deadline, newName, parts.Time);
        var schema = new SchemaCache(front, parts.Time);
        var app = Build(parts, address);
        var guard = new AccessGuard(tokens, new FailureLimiter(parts.Time), parts.Notice);
        app.Use(next => context => ArriveAsync(context, next, front.Positions, parts.Time));
        app.Use(next => context => FaultAnswers.HandleAsync(context, next));
        app.UseRouting();
        app.Use(next => context => guard.HandleAsync(context, next));
        app.Use(next => context => CountAsync(context, next, parts));
        ApiRoutes.Map(app, parts, front, schema, newName);
        var api = new DatabaseApi(app, schema, parts.Time);
        try
        {
            await app.StartAsync(cancellationToken);
            return api;
        }
        catch
        {
            await app.DisposeAsync();
            schema.Dispose();
            throw;
        }
    }

    /// <summary>Stops accepting, lets requests under way end for a while, and closes the listener.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var limit = new CancellationTokenSource(Patience, _time))
            await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _schema.Dispose();
    }

    private static AccessTokens? TokensOf(DatabaseApiParts parts, IPAddress address)
    {
        if (!parts.Spec.IsOpen)
            return parts.Tokens ?? throw new ArgumentException($"The database '{parts.Spec.Name}' is not open and has no tokens.", nameof(parts));
        return IPAddress.IsLoopback(address)
            ? null
            : throw new ArgumentException($"The database '{parts.Spec.Name}' is open and may listen on loopback only, not on {address}.", nameof(parts));
    }

    private static WebApplication Build(DatabaseApiParts parts, IPAddress address)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(parts.Loggers);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<SocketTransportOptions>(options => options.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            var limits = options.Limits;
            limits.MaxRequestBodySize = ApiLimits.Body;
            limits.MaxRequestHeadersTotalSize = 32 * 1024;
            limits.MaxRequestHeaderCount = 100;
            limits.MaxRequestLineSize = 8 * 1024;
            limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            limits.MaxConcurrentConnections = 20_000;
            options.Listen(address, parts.Spec.Listen.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    // The moment that counts is the arrival, before anything is read; the position is what this front knows unless the answer knows better.
    private static Task ArriveAsync(HttpContext context, RequestDelegate next, AckedPositions positions, TimeProvider time)
    {
        context.Features.Set(new Arrival(time.GetTimestamp()));
        context.Response.Headers[ApiHeaders.Position] = (positions.Highest ?? Lsn.None).Value.ToString(CultureInfo.InvariantCulture);
        return next(context);
    }

    private static Task CountAsync(HttpContext context, RequestDelegate next, DatabaseApiParts parts)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<CountedRead>() is not null)
            parts.ReadArrived(context.Features.GetRequiredFeature<Arrival>().At);
        return next(context);
    }

    // Nobody can guess it, by its 80 random bits. The time before them makes later names larger, so that copies write their answers side
    // by side at the end of the table instead of one page for each.
    private static RequestId NewName(DateTimeOffset now, Action<Span<byte>> chance)
    {
        Span<byte> bytes = stackalloc byte[NameBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, now.ToUnixTimeMilliseconds() << (8 * (sizeof(long) - NameTimeBytes)));
        chance(bytes[NameTimeBytes..]);
        return new RequestId(Convert.ToHexStringLower(bytes));
    }
}
