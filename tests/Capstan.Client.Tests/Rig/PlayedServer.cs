using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Capstan.Client.Tests.Rig;

/// <summary>A real HTTP server that answers each request as the test says, and remembers all of them.</summary>
internal sealed class PlayedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _answers = new();
    private readonly ConcurrentQueue<PlayedRequest> _requests = new();

    private PlayedServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>What came, in order.</summary>
    public IReadOnlyList<PlayedRequest> Requests => [.. _requests];

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What is answered when nothing is left of what was played.</summary>
    public Func<HttpContext, Task> Otherwise { get; set; } = context => Answers.Problem(context, 503, "unavailable");

    public static async Task<PlayedServer> StartAsync(params IEnumerable<Func<HttpContext, Task>> answers)
    {
        var server = new PlayedServer();
        foreach (var answer in answers)
            server._answers.Enqueue(answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public DatabaseClientOptions Options => new() { Address = Address, Chance = () => 0, Deadline = TimeSpan.FromSeconds(20) };

    public DatabaseClient Client() => new(Options);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        var text = await body.ReadToEndAsync(context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        _requests.Enqueue(new PlayedRequest(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, text, context.Connection.Id));
        await (_answers.TryDequeue(out var answer) ? answer : Otherwise)(context);
    }
}
