using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>A real web server on a free loopback port.</summary>
internal sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private Backend(WebApplication app, string name)
    {
        _app = app;
        Name = name;
    }

    public string Name { get; }

    public int Port { get; private set; }

    public int Requests => Volatile.Read(ref _requests);

    public static async Task<Backend> StartAsync(
        RequestDelegate? handle = null, string name = "b", HttpProtocols protocols = HttpProtocols.Http1, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = null;
            options.ListenLocalhostOn(port, protocols);
        });
        var app = builder.Build();
        var backend = new Backend(app, name);
        app.Run(async http =>
        {
            Interlocked.Increment(ref backend._requests);
            if (handle is null)
                await http.Response.WriteAsync(name);
            else
                await handle(http);
        });
        await app.StartAsync();
        backend.Port = new Uri(app.Urls.First()).Port;
        return backend;
    }

    public Target AsTarget(TargetCondition condition = TargetCondition.Healthy) =>
        new() { Id = Name, Host = "127.0.0.1", Port = Port, Condition = condition };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

internal static class ListenExtensions
{
    public static void ListenLocalhostOn(this KestrelServerOptions options, int port, HttpProtocols protocols) =>
        options.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = protocols);
}
