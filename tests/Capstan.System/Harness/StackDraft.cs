namespace Capstan.SystemTests.Harness;

/// <summary>What a stack under test consists of.</summary>
internal sealed class StackDraft
{
    private static int _count;

    public StackDraft(Runtime runtime, params IEnumerable<ServiceDraft> services)
    {
        Runtime = runtime;
        Services = [.. services];
    }

    public Runtime Runtime { get; }

    public string Name { get; } = $"t{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";

    public List<ServiceDraft> Services { get; }

    public int GatewayPort { get; } = FreePorts.One();

    public int AdminPort { get; } = FreePorts.One();

    /// <summary>Keys of the gateway's limits, as one flow map without braces.</summary>
    public string GatewayLimits { get; init; } = "";

    /// <summary>Values of <c>--set</c>.</summary>
    public List<string> Set { get; } = [];

    /// <summary>A whole stack file in place of the one that is written from the services.</summary>
    public string? Text { get; set; }

    public bool Detach { get; init; }

    public ServiceDraft Web => Services[0];

    public string Write() => Text ??
        $"""
        name: {Name}
        runtime: {(Runtime == Runtime.Docker ? "docker" : "process")}
        gateway:
          listen: 127.0.0.1:{GatewayPort}
          {(GatewayPlane.Asked is { } plane ? $"plane: {plane}" : "")}
          {(GatewayLimits.Length > 0 ? $"limits: {{ {GatewayLimits} }}" : "")}
        admin:
          listen: 127.0.0.1:{AdminPort}
        services:

        """ + string.Concat(Services.Select(service => service.Write(Runtime == Runtime.Docker)));
}
