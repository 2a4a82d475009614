namespace Capstan.Core.Stacks.Changes;

/// <summary>Settings as a sentence shows them, in the words of the stack file.</summary>
internal static class SettingText
{
    public static string Of(RuntimeKind value) => value == RuntimeKind.Docker ? "docker" : "process";

    public static string Of(GatewayPlane value) => value == GatewayPlane.General ? "general" : "fast";

    public static string Of(UpstreamProtocol value) => value == UpstreamProtocol.H2c ? "h2c" : "http1";

    public static string Of(BalancePolicy value) => value switch
    {
        BalancePolicy.LeastRequests => "least_requests",
        BalancePolicy.PowerOfTwoChoices => "power_of_two",
        _ => "round_robin",
    };

    public static string Of(HostPort? value) => value?.ToString() ?? "none";

    public static string Of(TlsSpec? value) => value is null ? "none" : $"{value.Listen} ({value.Certificate}, {value.Key})";

    public static string Of(AccessLogSpec? value) =>
        value is null ? "none" : $"{value.Path} ({(value.Format == AccessLogFormat.Common ? "common" : "json")}, sample {value.Sample:R})";

    public static string Of(Uri? value) => value?.ToString() ?? "none";

    public static string Of(PortRange? value) => value is null ? "none" : value.Count == 1 ? $"{value.First}" : $"{value.First}-{value.Last}";

    public static string Of(IEnumerable<RouteSpec> value) => Of(value.Select(route => route.Host + route.Path));

    public static string Of(IEnumerable<HostPort> value) => Of(value.Select(target => target.ToString()));

    public static string Of(IEnumerable<string> value) => $"[{string.Join(", ", value)}]";

    public static string Of(TimeSpan value)
    {
        if (value.Ticks % TimeSpan.TicksPerSecond != 0 || value == TimeSpan.Zero)
            return $"{value.TotalMilliseconds:0.####}ms";
        return value.Seconds != 0 ? $"{value.TotalSeconds:0}s" : value.Minutes != 0 ? $"{value.TotalMinutes:0}m" : $"{value.TotalHours:0}h";
    }

    public static string Of(ScaleSpec? value) => value is null
        ? "none"
        : $"requests {value.Requests}, edge {(value.Edge == ScaleEdge.Next ? "next" : "same")}, window {Of(value.Window)}, {value.Min} to {value.Max}, exclude {Of(value.Exclude)}";

    public static string Of(HealthSpec value) =>
        $"{value.Path} every {Of(value.Interval)}, timeout {Of(value.Timeout)}, failures {value.Failures}, successes {value.Successes}, grace {Of(value.Grace)}";

    public static string Of(RequestLimits value) =>
        $"timeout {Of(value.Timeout)}, in_flight {value.InFlight}, rate {value.Rate:R}, body {value.Body}, hold {Of(value.Hold)}, "
        + $"hold_queue {value.HoldQueue}, retry_budget {value.RetryBudget:R}";
}
