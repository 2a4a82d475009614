using Capstan.Core.Stacks;
using Capstan.StackFiles.Forms;
using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>Reads one service.</summary>
internal static class ServiceReader
{
    private static readonly ServiceSpec Defaults = new() { Name = "defaults" };
    private static readonly Form<TimeSpan> UpToAnHour = Durations.Within(TimeSpan.Zero, TimeSpan.FromHours(1));

    /// <summary>The service.</summary>
    public static ServiceSpec Read(SectionReader section, string name, RuntimeKind runtime) => new()
    {
        Name = name,
        Template = section.Has("targets") ? null : TemplateReader.Read(section, runtime),
        Targets = section.Values("targets", Addresses.Target),
        Routes = Routes(section),
        Ports = section.Value<PortRange>("ports", null, Addresses.Ports),
        Publish = section.Value("publish", Defaults.Publish, Addresses.Publish)!,
        Replicas = section.Value("replicas", Defaults.Replicas, Numbers.Whole(0, 1000)),
        Scale = section.Section("scale") is { } scale ? Scale(scale) : null,
        Health = section.Section("health") is { } health ? Health(health) : Defaults.Health,
        Protocol = section.Value("protocol", Defaults.Protocol, Numbers.Choice(("http1", UpstreamProtocol.Http1), ("h2c", UpstreamProtocol.H2c))),
        Balance = section.Value("balance", Defaults.Balance, Numbers.Choice(
            ("round_robin", BalancePolicy.RoundRobin), ("least_requests", BalancePolicy.LeastRequests), ("power_of_two", BalancePolicy.PowerOfTwoChoices))),
        SlowStart = section.Value("slow_start", Defaults.SlowStart, UpToAnHour),
        Limits = section.Section("limits") is { } limits ? Limits(limits) : Defaults.Limits,
        Drain = section.Value("drain", Defaults.Drain, UpToAnHour),
        StopGrace = section.Value("stop_grace", Defaults.StopGrace, UpToAnHour),
    };

    private static ScaleSpec Scale(SectionReader section)
    {
        var defaults = new ScaleSpec();
        return new ScaleSpec
        {
            Requests = section.Value("requests", defaults.Requests, Numbers.Whole(1, 1_000_000_000)),
            Edge = section.Value("edge", defaults.Edge, Numbers.Choice(("next", ScaleEdge.Next), ("same", ScaleEdge.Same))),
            Window = section.Value("window", defaults.Window, Durations.Within(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(24))),
            Min = section.Value("min", defaults.Min, Numbers.Whole(1, 1000)),
            Max = section.Value("max", defaults.Max, Numbers.Whole(1, 1000)),
            Exclude = section.Values("exclude", Paths.Url),
        };
    }

    private static HealthSpec Health(SectionReader section)
    {
        var defaults = Defaults.Health;
        return new HealthSpec
        {
            Path = section.Value("path", defaults.Path, Paths.Url)!,
            Interval = section.Value("interval", defaults.Interval, Durations.Within(TimeSpan.FromMilliseconds(50), TimeSpan.FromHours(1))),
            Timeout = section.Value("timeout", defaults.Timeout, Durations.Within(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1))),
            Failures = section.Value("failures", defaults.Failures, Numbers.Whole(1, 100)),
            Successes = section.Value("successes", defaults.Successes, Numbers.Whole(1, 100)),
            Grace = section.Value("grace", defaults.Grace, Durations.Within(TimeSpan.Zero, TimeSpan.FromHours(24))),
        };
    }

    private static RequestLimits Limits(SectionReader section)
    {
        var defaults = Defaults.Limits;
        return new RequestLimits
        {
            Timeout = section.Value("timeout", defaults.Timeout, Durations.Within(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(24))),
            InFlight = section.Value("in_flight", defaults.InFlight, Numbers.Whole(0, 1_000_000)),
            Rate = section.Value("rate", defaults.Rate, Numbers.Real(0, 1_000_000)),
            Body = section.Value("body", defaults.Body, Sizes.Within(0, Sizes.Largest)),
            Hold = section.Value("hold", defaults.Hold, Durations.Within(TimeSpan.Zero, TimeSpan.FromHours(1))),
            HoldQueue = section.Value("hold_queue", defaults.HoldQueue, Numbers.Whole(0, 1_000_000)),
            RetryBudget = section.Value("retry_budget", defaults.RetryBudget, Numbers.Real(0, 1)),
        };
    }

    private static List<RouteSpec> Routes(SectionReader section)
    {
        List<RouteSpec> routes = [];
        foreach (var (path, node) in section.Items("routes"))
        {
            var formed = node is YamlMap map
                ? RouteOf(new SectionReader(section.Context, map, path, StackKeys.Route))
                : SectionReader.Single(section.Context, path, node, Paths.Route);
            if (formed is { Fault: null, Value: { } route })
                routes.Add(route);
        }

        return routes;
    }

    private static Formed<RouteSpec>? RouteOf(SectionReader section)
    {
        if (section.Lacks("path"))
        {
            section.Context.Faults.Add(section.PathOf("path"), section.Context.PlaceOf(section.Path), "it is missing", "write the prefix that requests begin with, such as '/'");
            return null;
        }

        // Host and path are read apart, so that a fault of either stands at its own place.
        var host = section.Value<string>("host", null, text => Paths.Route("/", text) is { Fault: { } fault } wrong ? new Misshape(fault, wrong.Remedy) : text);
        return section.Value<string>("path", null, Paths.Url) is { } path ? Paths.Route(path, host) : default(Formed<RouteSpec>?);
    }
}
