using Capstan.Core.Stacks;

namespace Capstan.Tests.StackFiles;

public sealed class ValueTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0", 0)]
    [InlineData("500ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData("0.5m100ms", 30_100)]
    public void Read_Duration_IsTaken(string text, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Service($"drain: {text}").Drain);

    [Theory]
    [InlineData("5", "the duration '5' has no unit")]
    [InlineData("5x", "'5x' is not a duration")]
    [InlineData("s", "'s' is not a duration")]
    [InlineData("-5s", "'-5s' is not a duration")]
    [InlineData("1s 2s", "'1s 2s' is not a duration")]
    [InlineData("1.2.3s", "'1.2.3s' is not a duration")]
    [InlineData("2h", "2h is outside 0 to 1h")]
    [InlineData("999999999999h", "999999999999h is outside 0 to 1h")]
    [InlineData("9999999999999h", "'9999999999999h' is not a duration")]
    [InlineData("[1s]", "a single value is wanted here, not a list")]
    [InlineData("", "it has no value")]
    public void Read_BadDuration_IsAFault(string text, string message) => Assert.Equal(message, Fault($"drain: {text}"));

    [Theory]
    [InlineData("1048576", 1_048_576)]
    [InlineData("0", 0)]
    [InlineData("64MiB", 64L << 20)]
    [InlineData("10MB", 10_000_000)]
    [InlineData("512k", 512 << 10)]
    [InlineData("512kb", 512_000)]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("2 GiB", 2L << 30)]
    [InlineData("7b", 7)]
    [InlineData("1T", 1L << 40)]
    public void Read_Size_IsTaken(string text, long bytes) => Assert.Equal(bytes, Service($"limits: {{ body: {text} }}").Limits.Body);

    [Theory]
    [InlineData("64XB", "'64XB' is not a size")]
    [InlineData("MiB", "'MiB' is not a size")]
    [InlineData("-1", "'-1' is not a size")]
    [InlineData("2000TiB", "2000TiB is outside 0 to 1024TiB")]
    [InlineData("9999999999999999999999", "'9999999999999999999999' is not a size")]
    public void Read_BadSize_IsAFault(string text, string message) => Assert.Equal(message, Fault($"limits: {{ body: {text} }}"));

    [Theory]
    [InlineData("replicas: -1", "-1 is outside 0 to 1000")]
    [InlineData("replicas: 1.5", "'1.5' is not a whole number")]
    [InlineData("replicas: 99999999999999999999", "99999999999999999999 is outside 0 to 1000")]
    [InlineData("limits: { retry_budget: 1.1 }", "1.1 is outside 0 to 1")]
    [InlineData("limits: { rate: NaN }", "'NaN' is not a number")]
    [InlineData("scale: { edge: nxt }", "'nxt' is not known; did you mean 'next'?")]
    [InlineData("protocol: grpc", "'grpc' is not known; use http1 or h2c")]
    [InlineData("scale: { window: 99ms }", "99ms is outside 100ms to 1d")]
    [InlineData("scale: { min: 5, max: 4 }", "min is 5 and max is 4")]
    [InlineData("scale: 5", "a map is wanted here, not a single value")]
    [InlineData("ports: 8099-8000", "the range 8099-8000 ends before it begins; write 8000-8099")]
    [InlineData("ports: 80-70000", "'80-70000' is not a range of ports")]
    [InlineData("ports: 0", "'0' is not a range of ports")]
    [InlineData("publish: example.com", "'example.com' is not an address of this machine")]
    [InlineData("routes: /api", "a list is wanted here, not a single value")]
    [InlineData("routes: [/api?x=1]", "'/api?x=1' is not a path")]
    [InlineData("routes: [{ host: a.example }]", "it is missing")]
    [InlineData("routes: [{ path: api }]", "the path 'api' must start with '/'; write '/api'")]
    [InlineData("health: { path: health }", "the path 'health' must start with '/'; write '/health'")]
    [InlineData("environment: { PORT: '1' }", "'PORT' is set by Capstan itself")]
    [InlineData("environment: [CAPSTAN_X=1]", "'CAPSTAN_X' is set by Capstan itself")]
    [InlineData("environment: [JUST_A_NAME]", "'JUST_A_NAME' sets no variable")]
    [InlineData("environment: [A=1, A=2]", "'A' is already set above")]
    [InlineData("environment: { A: }", "it has no value")]
    [InlineData("working_dir: nowhere", "there is no folder")]
    [InlineData("drain: '${MISSING}'", "the environment variable MISSING is not set")]
    [InlineData("drain: '${OPEN'", "'${' has no closing brace in '${OPEN'")]
    [InlineData("healthcheck: {}", "unknown key; did you mean 'health'?")]
    [InlineData("depends_on: [x]", "unknown key")]
    [InlineData("drain: 1s, drain: 2s", "the key 'drain' is already there at line 1")]
    [InlineData("<<: 5", "'<<' merges maps, and this is a single value")]
    [InlineData("drain: *gone", "not valid YAML: the alias '*gone' names no anchor above it")]
    [InlineData("environment: &a [*a]", "not valid YAML: the alias '*a' names no anchor above it")]
    public void Read_BadValue_IsOneFault(string settings, string message) => Assert.StartsWith(message, Fault(settings));

    [Fact]
    public void Read_Variables_AreFilledIn()
    {
        var variables = new Dictionary<string, string> { ["N"] = "3", ["EMPTY"] = "" };
        var reading = _folder.Read(
            "{name: a, services: {acts: {command: ['$${PORT}', '$HOME', 'a${EMPTY:-x}b', '${NO:-}', 'end$', '${EMPTY}-'], replicas: '${N}'}}}", variables);

        Assert.Empty(reading.Faults);
        Assert.Equal(["${PORT}", "$HOME", "axb", "", "end$", "-"], reading.Spec!.Services[0].Template!.Command);
        Assert.Equal(3, reading.Spec.Services[0].Replicas);
    }

    [Fact]
    public void Read_AnchorsAndMergeKeys_FollowYaml()
    {
        var stack = _folder.Read("""
            x-common: &common
              command: [./x]
              drain: 3s
              health: &health { interval: 4s }
            name: merged
            services:
              one: { <<: *common, drain: 5s }
              two: { <<: [{ drain: 6s }, *common], health: *health }
            """).Spec!;

        Assert.Equal(5, stack.Services[0].Drain.TotalSeconds);
        Assert.Equal(6, stack.Services[1].Drain.TotalSeconds);
        Assert.All(stack.Services, service => Assert.Equal(4, service.Health.Interval.TotalSeconds));
    }

    [Fact]
    public void Read_Routes_TakeAllThreeForms() => Assert.Equal(
        [new RouteSpec("/api"), new RouteSpec("/shop", "example.com"), new RouteSpec("/", "localhost"), new RouteSpec("/x", "intranet")],
        Service("routes: [/api/, Example.com/shop, localhost/, { path: /x, host: intranet }]").Routes);

    [Fact]
    public void Read_NestedTooDeep_IsAFault() =>
        Assert.Contains("nested deeper", _folder.Transcript("name: " + new string('[', 1_000)));

    private ServiceSpec Service(string settings)
    {
        var reading = _folder.Read(File(settings));
        Assert.Empty(reading.Faults);
        return reading.Spec!.Services[0];
    }

    private string Fault(string settings) => Assert.Single(_folder.Read(File(settings)).Faults).Message;

    private static string File(string settings) => $"{{name: a, services: {{acts: {{command: [x], {settings}}}}}}}";
}
