using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Capstan.Metrics;

/// <summary>
/// Sends the metrics of <c>/metrics</c> under the same names to an OTLP receiver, every 10 s and once at the end. Made only where
/// <c>telemetry.otlp</c> is set. A receiver that is away costs nothing but the readings it misses.
/// </summary>
public sealed class OtlpExport : IDisposable
{
    /// <summary>Name of the meter, and of the service that readings are reported for.</summary>
    public const string Name = "capstan";

    private const int HttpPort = 4318;
    private const int IntervalMilliseconds = 10_000;

    private readonly Meter _meter = new(Name, ProgramVersion.Text);
    private readonly MeterProvider _provider;

    /// <summary>Starts sending.</summary>
    /// <param name="metrics">What is sent.</param>
    /// <param name="stack">Name of the stack; the readings' <c>service.instance.id</c>.</param>
    /// <param name="endpoint">
    /// The receiver. With port 4318 or a path it is spoken to in HTTP/protobuf at <c>v1/metrics</c> below it, otherwise in gRPC.
    /// </param>
    public OtlpExport(StackMetrics metrics, string stack, Uri endpoint)
    {
        foreach (var family in metrics.Collect())
        {
            foreach (var suffix in (string[])(family.Kind == MetricKind.Histogram ? ["_bucket", "_sum", "_count"] : [""]))
                Instrument(metrics, family, suffix);
        }

        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(Name)
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(Name, serviceVersion: ProgramVersion.Text, autoGenerateServiceInstanceId: false, serviceInstanceId: stack))
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = IsHttp(endpoint) ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
                exporter.Endpoint = IsHttp(endpoint) ? new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/v1/metrics") : endpoint;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = IntervalMilliseconds;
            })
            .Build();
    }

    /// <summary>Sends the readings of now without waiting for the next turn.</summary>
    /// <returns>Whether the receiver took them in time.</returns>
    public bool Flush(TimeSpan patience) => _provider.ForceFlush((int)patience.TotalMilliseconds);

    /// <inheritdoc />
    public void Dispose()
    {
        _provider.Dispose();
        _meter.Dispose();
    }

    private static bool IsHttp(Uri endpoint) => endpoint.Port == HttpPort || endpoint.AbsolutePath != "/";

    private void Instrument(StackMetrics metrics, MetricFamily family, string suffix)
    {
        var name = family.Name + suffix;
        IEnumerable<Measurement<double>> Read() => metrics.Collect()
            .Single(current => current.Name == family.Name).Samples
            .Where(sample => sample.Suffix == suffix)
            .Select(sample => new Measurement<double>(sample.Value, sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Key, label.Value))));
        if (family.Kind == MetricKind.Gauge)
            _meter.CreateObservableGauge(name, Read, description: family.Help);
        else
            _meter.CreateObservableCounter(name, Read, description: family.Help);
    }
}
