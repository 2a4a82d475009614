using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Capstan.Tests.Commands.Databases;

/// <summary>Answers like a database's API, always the same, and remembers what it was asked.</summary>
internal sealed class FakeDatabaseApi : IAsyncDisposable
{
    public const string Status = """
        {"database":"main","trouble":"","position":40,"epoch":7,"workers":[
        {"pid":601,"slot":0,"role":"leader","ready":true,"applied":40,"engine":"3.40.1","trouble":""},
        {"pid":602,"slot":1,"role":"follower","ready":true,"applied":33,"engine":"3.40.1","trouble":""}],
        "log":{"end":12,"bytes":4096},"queues":{"writes":1,"reads":2,"dead":0},
        "snapshots":[{"position":10,"bytes":8192,"digest":"0123456789abcdef"},{"position":30,"bytes":9000,"digest":"fedcba9876543210"}]}
        """;

    private readonly WebApplication _app;

    private FakeDatabaseApi(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public List<(string Path, string Body, string Authorization)> Asked { get; } = [];

    public string Query { get; set; } = """{"position":40,"level":"session","results":[{"columns":["n"],"rows":[[1]]}]}""";

    public int Code { get; set; } = 200;

    public static async Task<FakeDatabaseApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new FakeDatabaseApi(builder.Build());
        api._app.Run(api.AnswerAsync);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        lock (Asked)
            Asked.Add((context.Request.Path, body, context.Request.Headers.Authorization.ToString()));
        context.Response.StatusCode = Code;
        context.Response.ContentType = Code == 200 ? "application/json" : "application/problem+json";
        await context.Response.WriteAsync(context.Request.Path == "/v1/status" && Code == 200 ? Status : Query, context.RequestAborted);
    }
}
