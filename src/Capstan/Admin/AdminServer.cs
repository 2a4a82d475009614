using System.Net;
using System.Net.Sockets;
using Capstan.Core.Access;
using Capstan.Core.Stacks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Capstan.Admin;

/// <summary>
/// The admin API of one running stack, on a listener of its own. While it runs, <c>admin.json</c> in the state folder tells where it is.
/// </summary>
public sealed class AdminServer : IAsyncDisposable
{
    private const int FirstPort = 9900;
    private const int LastPort = 9999;
    private const int LargestBody = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly string _stateFolder;
    private readonly AdminRecord _record;
    private readonly TimeProvider _time;

    private AdminServer(WebApplication app, CancellationTokenSource stopping, string stateFolder, AdminRecord record, TimeProvider time)
    {
        _app = app;
        _stopping = stopping;
        _stateFolder = stateFolder;
        _record = record;
        _time = time;
    }

    /// <summary>Base URL, for example <c>http://127.0.0.1:9900</c>.</summary>
    public string Address => _record.Address;

    /// <summary>Starts listening and writes <c>admin.json</c>.</summary>
    /// <exception cref="IOException">The address is taken (with no address set: all ports from 9900 to 9999 are), or the state folder cannot be written.</exception>
    public static async Task<AdminServer> StartAsync(AdminParts parts, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(parts.StateFolder);
        var token = AdminToken.LoadOrCreate(parts.StateFolder);
        var stopping = new CancellationTokenSource();
        var app = await ListenAsync(parts, token, stopping.Token, cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var record = new AdminRecord(
            address, Environment.ProcessId, ProcessStamp.StartTicks(Environment.ProcessId) ?? 0, parts.Stack, parts.Time.GetUtcNow());
        AdminRecordFile.Write(parts.StateFolder, record);
        return new AdminServer(app, stopping, parts.StateFolder, record, parts.Time);
    }

    /// <summary>Ends the streams, closes the listener and removes <c>admin.json</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        AdminRecordFile.Remove(_stateFolder, _record);
        await _stopping.CancelAsync();
        // Disposing alone would break the streams off instead of ending them.
        using (var limit = new CancellationTokenSource(Patience, _time))
            await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private static async Task<WebApplication> ListenAsync(
        AdminParts parts, BearerToken token, CancellationToken stopping, CancellationToken cancellationToken)
    {
        if (parts.Listen.Listen is { } wanted)
            return await ListenOnAsync(wanted, parts, token, stopping, cancellationToken);
        for (var port = FirstPort; ; port++)
        {
            // A try with the whole server would warn about each port that another stack has.
            if (port < LastPort && !IsFree(port))
                continue;
            try
            {
                return await ListenOnAsync(new HostPort("127.0.0.1", port), parts, token, stopping, cancellationToken);
            }
            catch (IOException fault) when (fault.InnerException is AddressInUseException && port < LastPort)
            {
                // Somebody was quicker: the next one is as good.
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<WebApplication> ListenOnAsync(
        HostPort listen, AdminParts parts, BearerToken token, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var address = IPAddress.TryParse(listen.Host, out var parsed) ? parsed
            : (await Dns.GetHostAddressesAsync(listen.Host, cancellationToken))[0];
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(parts.Loggers);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = LargestBody;
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            options.Limits.MaxConcurrentConnections = 200;
            options.Listen(address, listen.Port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var guard = new AdminGuard(token, new FailureLimiter(parts.Time), parts.Events);
        app.Use(next => context => guard.HandleAsync(context, next));
        app.Use(next => context => FoundAsync(context, next));
        app.UseRouting();
        AdminRoutes.Map(app, parts, stopping);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task FoundAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetEndpoint() is null && !context.Response.HasStarted)
        {
            await AdminProblem.SendAsync(
                context, StatusCodes.Status404NotFound, "unknown-path", "There is nothing here.", "The paths are listed in docs/admin-api.md.");
        }
    }
}
