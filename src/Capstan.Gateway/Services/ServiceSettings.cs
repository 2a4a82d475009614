using System.Collections.Frozen;
using Capstan.Core.Stacks;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Services;

/// <summary>A service's spec in the form that requests read. Immutable; replaced as a whole.</summary>
internal sealed class ServiceSettings
{
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>? _uncounted;

    /// <summary>The settings of a spec.</summary>
    public ServiceSettings(ServiceSpec spec, TimeProvider time)
    {
        Spec = spec;
        Limits = spec.Limits;
        Version = UpstreamClient.VersionOf(spec.Protocol);
        if (spec.Limits.Rate > 0)
            Rate = new RateLimiter(spec.Limits.Rate, time.TimestampFrequency);
        if (spec.Scale is { } scale)
            _uncounted = scale.Exclude.Append(spec.Health.Path).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What it was made from.</summary>
    public ServiceSpec Spec { get; }

    /// <summary>Limits and deadlines.</summary>
    public RequestLimits Limits { get; }

    /// <summary>HTTP version spoken to the targets.</summary>
    public Version Version { get; }

    /// <summary>Requests a second for each client; null for no limit.</summary>
    public RateLimiter? Rate { get; }

    /// <summary>Whether scaling counts requests for a path; never without a scaling rule.</summary>
    /// <param name="path">Decoded path without dot segments.</param>
    public bool Counts(ReadOnlySpan<char> path) => _uncounted is { } uncounted && !uncounted.Contains(path);
}
