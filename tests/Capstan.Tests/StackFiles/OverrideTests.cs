using Capstan.Core.Stacks;

namespace Capstan.Tests.StackFiles;

public sealed class OverrideTests : IDisposable
{
    private const string Text = """
        x-health: &health { interval: 2s }
        name: a
        services:
          acts: { command: [x], environment: [TEAM_ID=old, KEEP=1], health: *health }
          users: { command: [x], health: *health }
        """;

    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Overrides_AreAppliedInOrder()
    {
        var stack = Spec(
            "services.acts.scale.window=5s", "services.acts.environment.TEAM_ID=xy", "services.acts.environment.a.b=c=d", "services.acts.command=[a, 'b c']",
            "gateway.listen=127.0.0.1:7000", "gateway.listen=127.0.0.1:7001", "services.users.environment.E=", "services.acts.health.interval=9s");
        var acts = stack.Services[0];

        Assert.Equal(TimeSpan.FromSeconds(5), acts.Scale!.Window);
        Assert.Equal(new Dictionary<string, string> { ["KEEP"] = "1", ["TEAM_ID"] = "xy", ["a.b"] = "c=d" }, acts.Template!.Environment);
        Assert.Equal(["a", "b c"], acts.Template.Command);
        Assert.Equal(7001, stack.Gateway.Listen.Port);
        Assert.Equal("", stack.Services[1].Template!.Environment["E"]);
        Assert.Equal(TimeSpan.FromSeconds(9), acts.Health.Interval);
        Assert.Equal(TimeSpan.FromSeconds(2), stack.Services[1].Health.Interval);
    }

    [Theory]
    [InlineData("services.acts.scael=1", "--set services.acts.scael=1: services.acts.scael: unknown key 'scael'; did you mean 'scale'?")]
    [InlineData("services.atcs.drain=1s", "--set services.atcs.drain=1s: services.atcs: unknown: the file has no 'atcs'; did you mean 'acts'?")]
    [InlineData("services.acts.drain.x=1", "--set services.acts.drain.x=1: services.acts.drain: unknown: 'drain' has no keys below it")]
    [InlineData("services.acts.scale=1", "--set services.acts.scale=1: services.acts.scale: a map is wanted here, not a single value")]
    [InlineData("services.acts.drain=[", "--set services.acts.drain=[: not valid YAML")]
    [InlineData("services.acts.drain=", "--set services.acts.drain=: services.acts.drain: '' is not a duration")]
    [InlineData("services.acts.routes=[x]", "--set services.acts.routes=[x]: services.acts.routes[0]: the route 'x' must start with '/'")]
    [InlineData("services.acts.environment.PORT=1", "--set services.acts.environment.PORT=1: services.acts.environment.PORT: 'PORT' is set by Capstan itself")]
    [InlineData("drain", "--set drain: it sets nothing")]
    [InlineData("=1", "--set =1: it sets nothing")]
    [InlineData("nmae=x", "--set nmae=x: nmae: unknown key 'nmae'; did you mean 'name'?")]
    [InlineData("services.acts.replicas={{}}", "--set services.acts.replicas={{}}: ")]
    public void Read_BadOverride_IsAFaultThatNamesIt(string set, string begin) => Assert.StartsWith(begin, _folder.Transcript(Text, set));

    private StackSpec Spec(params string[] overrides)
    {
        var reading = _folder.Read(Text, overrides);
        Assert.Empty(reading.Faults);
        return reading.Spec!;
    }
}
