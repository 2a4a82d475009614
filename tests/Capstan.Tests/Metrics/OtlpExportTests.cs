using System.Net;
using System.Text;
using System.Threading.Channels;
using Capstan.Metrics;
using Capstan.Tests.Admin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Capstan.Tests.Metrics;

public sealed class OtlpExportTests : IAsyncLifetime
{
    private readonly Channel<(string Path, string? Type, string Body)> _received = Channel.CreateUnbounded<(string, string?, string)>();
    private WebApplication _receiver = null!;
    private AdminFixture _admin = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _admin = await AdminFixture.StartAsync(Cancelled);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _receiver = builder.Build();
        _receiver.Run(ReceiveAsync);
        await _receiver.StartAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Flush_HttpReceiver_GetsOurMetricsAsProtobuf()
    {
        var metrics = new StackMetrics(_admin.Control, _admin.Parts.DataPlane, _admin.Events);
        using var export = new OtlpExport(metrics, "demo", new Uri(_receiver.Urls.First() + "/otlp"));

        Assert.True(export.Flush(TimeSpan.FromSeconds(20)));

        var (path, type, body) = await _received.Reader.ReadAsync(Cancelled);
        Assert.Equal(("/otlp/v1/metrics", "application/x-protobuf"), (path, type));
        foreach (var family in metrics.Collect().Where(family => family.Samples.Count > 0))
            Assert.Contains(family.Name, body);
        foreach (var word in (string[])["demo", "acts", "capstan_service_request_duration_seconds_bucket", "+Inf", "service.instance.id"])
            Assert.Contains(word, body);
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        await _received.Writer.WriteAsync((context.Request.Path, context.Request.ContentType, Encoding.Latin1.GetString(body.ToArray())), Cancelled);
        context.Response.ContentType = "application/x-protobuf";
    }
}
