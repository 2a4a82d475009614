using System.Text.RegularExpressions;
using Capstan.Gateway;
using Capstan.Metrics;
using Capstan.Tests.Admin;

namespace Capstan.Tests.Metrics;

public sealed partial class MetricsTests : IAsyncLifetime
{
    private AdminFixture _admin = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _admin = await AdminFixture.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Fact]
    public async Task Metrics_Page_ParsesAndHoldsTheReadings()
    {
        _admin.Events.Append("replica.ready", "x");
        using var answer = await _admin.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());

        var samples = Parse(await answer.Content.ReadAsStringAsync(Cancelled));

        Assert.Equal(1234, samples["capstan_service_requests_total{service=\"acts\"}"]);
        Assert.Equal(3, samples["capstan_service_errors_total{service=\"acts\"}"]);
        Assert.Equal(2, samples["capstan_service_retries_total{service=\"acts\"}"]);
        Assert.Equal(5, samples["capstan_service_requests_in_flight{service=\"acts\"}"]);
        Assert.Equal(2, samples["capstan_service_replicas_wanted{service=\"acts\"}"]);
        Assert.Equal(1, samples["capstan_service_replicas_ready{service=\"acts\"}"]);
        Assert.Equal(27, samples["capstan_service_window_requests{service=\"acts\"}"]);
        Assert.Equal(1, samples["capstan_replica_state{service=\"acts\",slot=\"1\",state=\"starting\"}"]);
        Assert.Equal(0, samples["capstan_replica_state{service=\"acts\",slot=\"1\",state=\"ready\"}"]);
        Assert.Equal(700, samples["capstan_replica_requests_total{service=\"acts\",slot=\"0\"}"]);
        Assert.Equal(4, samples["capstan_replica_failures_total{service=\"acts\",slot=\"0\"}"]);
        Assert.Equal(1, samples["capstan_target_up{service=\"users\",target=\"10.0.0.5:80\"}"]);
        Assert.Equal(1, samples["capstan_events_total{kind=\"replica.ready\"}"]);
        Assert.InRange(samples["process_resident_memory_bytes"], 1_000_000, double.MaxValue);
        Assert.DoesNotContain(samples.Keys, key => key.StartsWith("capstan_service_requests_total{service=\"users\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Collect_AccessLog_TellsWhatItWroteAndDropped()
    {
        Assert.Empty(GatewayMetrics.Collect(new FakeDataPlane()));
        var samples = Parse(PrometheusText.Write([.. GatewayMetrics.Collect(new FakeDataPlane { AccessLog = new AccessLogReading("/log", 12, 3, null) })]));

        Assert.Equal(12, samples["capstan_access_log_lines_total"]);
        Assert.Equal(3, samples["capstan_access_log_dropped_total"]);
    }

    [Fact]
    public void Collect_Databases_TellsTheirLeaderAndHowFarEachWorkerIs()
    {
        _admin.Control.Now = _admin.Control.Now with { Databases = [FakeStackControl.Rides()] };
        var samples = Parse(PrometheusText.Write([.. DatabaseMetrics.Collect(_admin.Control.Now)]));

        Assert.Equal(7, samples["capstan_database_leader_epoch{database=\"main\"}"]);
        Assert.Equal(120, samples["capstan_database_reads_total{database=\"main\"}"]);
        Assert.Equal(2, samples["capstan_database_reads_waiting{database=\"main\"}"]);
        Assert.Equal(33, samples["capstan_worker_applied_position{database=\"main\",slot=\"1\"}"]);
        Assert.Equal(7, samples["capstan_worker_lag{database=\"main\",slot=\"1\"}"]);
        Assert.Equal(0, samples["capstan_worker_ready{database=\"main\",slot=\"2\"}"]);
        Assert.DoesNotContain("capstan_worker_lag{database=\"main\",slot=\"2\"}", samples.Keys);
    }

    [Fact]
    public async Task Metrics_Histogram_IsCumulativeAndEndsAtItsCount()
    {
        using var answer = await _admin.GetAsync("/metrics");
        var samples = Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        const string name = "capstan_service_request_duration_seconds";
        Assert.Equal(3, samples[name + "_bucket{service=\"acts\",le=\"0.01\"}"]);
        Assert.Equal(5, samples[name + "_bucket{service=\"acts\",le=\"0.1\"}"]);
        Assert.Equal(6, samples[name + "_bucket{service=\"acts\",le=\"+Inf\"}"]);
        Assert.Equal(6, samples[name + "_count{service=\"acts\"}"]);
        Assert.Equal(1.5, samples[name + "_sum{service=\"acts\"}"]);
    }

    [Fact]
    public void Write_SpecialCharacters_AreEscaped()
    {
        var family = new MetricFamily("x", MetricKind.Gauge, "a\\b\nc", [new MetricSample("", [new("l", "q\"b\\n\n")], 1.5)]);
        Assert.Equal("# HELP x a\\\\b\\nc\n# TYPE x gauge\nx{l=\"q\\\"b\\\\n\\n\"} 1.5\n", PrometheusText.Write([family]));
    }

    [Fact]
    public async Task Metrics_WithoutToken_Is401()
    {
        using var answer = await _admin.Http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancelled);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    // Every line must be a comment of a known form or a sample whose metric was announced just before.
    private static Dictionary<string, double> Parse(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n')[..^1])
        {
            if (TypeLine().Match(line) is { Success: true } type)
                Assert.True(types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var sample = SampleLine().Match(line);
                Assert.True(sample.Success, line);
                var name = sample.Groups[1].Value;
                Assert.True(types.ContainsKey(name) || types.GetValueOrDefault(Suffix().Replace(name, "")) == "histogram", line);
                Assert.True(samples.TryAdd(sample.Groups[1].Value + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value)), line);
            }
        }

        return samples;
    }

    [GeneratedRegex("^# TYPE ([a-z_]+) (gauge|counter|histogram)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex("^([a-z_]+)((?:\\{[a-z_]+=\"[^\"]*\"(?:,[a-z_]+=\"[^\"]*\")*\\})?) ([0-9.eE+-]+)$")]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
