using System.Collections.Frozen;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Services;

/// <summary>A service's spec in the form that requests read. Immutable; replaced as a whole.</summary>
internal sealed class ServiceSettings
{
    /// <summary>The settings of a spec.</summary>
    public ServiceSettings(ServiceSpec spec, TimeProvider time)
    {
        Spec = spec;
        Limits = spec.Limits;
        Version = UpstreamClient.VersionOf(spec.Protocol);
        if (spec.Limits.Rate > 0)
            Rate = new RateLimiter(spec.Limits.Rate, time.TimestampFrequency);
        if (spec.Scale is { } scale)
            Uncounted = scale.Exclude.Append(spec.Health.Path).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>What it was made from.</summary>
    public ServiceSpec Spec { get; }

    /// <summary>Limits and deadlines.</summary>
    public RequestLimits Limits { get; }

    /// <summary>HTTP version spoken to the targets.</summary>
    public Version Version { get; }

    /// <summary>Requests a second for each client; null for no limit.</summary>
    public RateLimiter? Rate { get; }

    /// <summary>Paths that scaling does not count; null without a scaling rule.</summary>
    public FrozenSet<string>? Uncounted { get; }
}
