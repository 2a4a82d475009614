using System.Globalization;
using Capstan.Commands;
using Capstan.Control;

namespace Capstan.Screens;

/// <summary>A service as lines of a screen.</summary>
internal static class ServiceLines
{
    /// <summary>Its name and traffic, its window, and one line for each replica and target.</summary>
    public static IEnumerable<ScreenLine> Of(ServiceStatus service, DateTimeOffset now)
    {
        yield return Head(service);
        if (service.Window is { } window)
            yield return new ScreenLine().Add("  " + WindowText.Of(window, now));
        if (service.Update is { } update)
            yield return new ScreenLine().Add("  update: " + update, Tone.Warn);
        foreach (var replica in service.Replicas)
            yield return Replica(replica, now);
        foreach (var target in service.Targets)
            yield return Target(target, now);
    }

    /// <summary>How a state is meant.</summary>
    public static Tone ToneOf(string state) => state switch
    {
        "ready" => Tone.Good,
        "failed" => Tone.Bad,
        "gone" => Tone.Dim,
        _ => Tone.Warn,
    };

    /// <summary>What runs a replica: its container or its process.</summary>
    public static string RunsAs(ReplicaStatus replica) =>
        replica.ContainerId is { } id ? id[..Math.Min(12, id.Length)]
        : replica.Pid is { } pid ? "pid " + pid.ToString(CultureInfo.InvariantCulture)
        : "-";

    /// <summary>How many take requests, and how many should: targets that run elsewhere count for a service without replicas.</summary>
    public static (int Ready, int Wanted) ReadyOf(ServiceStatus service) => service is { Wanted: 0, Replicas: [], Targets: { Count: > 0 } targets }
        ? (targets.Count(target => target.State == "ready"), targets.Count)
        : (service.Replicas.Count(replica => replica.State is "ready" or "warming"), service.Wanted);

    private static ScreenLine Head(ServiceStatus service)
    {
        var (ready, wanted) = ReadyOf(service);
        var line = new ScreenLine()
            .Cell(service.Name, 14, Tone.Strong)
            .Cell($"{ready} of {wanted} ready", 16, ready >= wanted ? Tone.Good : Tone.Warn)
            .Cell(Humane.Rate(service.RequestsPerSecond) + " req/s", 13)
            .Cell($"{service.InFlight} in flight", 15);
        if (service.Held > 0)
            line.Cell($"{service.Held} held", 10, Tone.Warn);
        if (service.Errors > 0)
            line.Cell(Humane.Count(service.Errors, "error"), 12, Tone.Bad);
        return line.Add(string.Join(" ", service.Routes), Tone.Dim);
    }

    private static ScreenLine Replica(ReplicaStatus replica, DateTimeOffset now) => new ScreenLine()
        .Cell("  " + replica.Slot.ToString(CultureInfo.InvariantCulture), 6)
        .Cell(":" + replica.Port.ToString(CultureInfo.InvariantCulture), 8)
        .Cell(RunsAs(replica), 14, Tone.Dim)
        .Cell(replica.State, 10, ToneOf(replica.State))
        .Cell(Humane.Span(now - replica.Since), 8)
        .Cell(replica.InFlight.ToString(CultureInfo.InvariantCulture), 5)
        .Add(string.Join("; ", Notes(replica)));

    private static ScreenLine Target(TargetStatus target, DateTimeOffset now) => new ScreenLine()
        .Cell("  " + target.Address, 28)
        .Cell(target.State, 10, ToneOf(target.State))
        .Cell(Humane.Span(now - target.Since), 8)
        .Cell(target.InFlight.ToString(CultureInfo.InvariantCulture), 5)
        .Add(string.Join("; ", new[] { target.Health, target.Ejected ? "ejected" : null }.OfType<string>()));

    private static IEnumerable<string> Notes(ReplicaStatus replica)
    {
        if (replica.Health is { } health)
            yield return health;
        if (replica.Ejected)
            yield return "ejected";
        if (replica.Detail is { } detail)
            yield return detail;
    }
}
