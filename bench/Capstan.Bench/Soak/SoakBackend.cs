using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Capstan.Bench.Soak;

/// <summary>The backend of a soak: every answer can be told from every other, and some break off.</summary>
internal sealed class SoakBackend : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SoakBackend(WebApplication app) => _app = app;

    /// <summary>Its port.</summary>
    public int Port { get; private set; }

    public static async Task<SoakBackend> StartAsync(CancellationToken ending)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(ServeAsync);
        await app.StartAsync(ending);
        return new SoakBackend(app) { Port = new Uri(app.Urls.First()).Port };
    }

    /// <summary>The body that belongs to an id.</summary>
    public static byte[] BodyOf(string id, int length)
    {
        var body = new byte[length];
        for (var i = 0; i < length; i++)
            body[i] = (byte)id[i % id.Length];
        return body;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static Task ServeAsync(HttpContext http) => http.Request.Path.Value switch
    {
        "/sized" => WriteAsync(http, isSized: true),
        "/chunked" => WriteAsync(http, isSized: false),
        "/echo" => EchoAsync(http),
        "/tunnel" => TunnelAsync(http),
        "/broken" => BreakAsync(http),
        _ => Task.CompletedTask,
    };

    private static async Task WriteAsync(HttpContext http, bool isSized)
    {
        var body = BodyOf(http.Request.Query["id"]!, int.Parse(http.Request.Query["length"]!));
        if (isSized)
            http.Response.ContentLength = body.Length;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        for (var at = 0; at < body.Length; at += 4_096)
            await http.Response.Body.WriteAsync(body.AsMemory(at, Math.Min(4_096, body.Length - at)), http.RequestAborted);
    }

    private static async Task EchoAsync(HttpContext http)
    {
        http.Response.ContentLength = http.Request.ContentLength;
        await http.Request.Body.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private static async Task TunnelAsync(HttpContext http)
    {
        http.Response.Headers.Upgrade = "soak";
        await using var stream = await http.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        await stream.CopyToAsync(stream, http.RequestAborted);
    }

    private static async Task BreakAsync(HttpContext http)
    {
        http.Response.ContentLength = 100_000;
        await http.Response.Body.WriteAsync(BodyOf("broken", 5_000), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        http.Abort();
    }
}
