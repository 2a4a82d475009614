namespace Capstan.Core.Health;

/// <summary>What the choice of targets needs to know of one target.</summary>
/// <param name="IsLive">It runs and is neither draining nor asking to be left out.</param>
/// <param name="IsHealthy">It passes its checks.</param>
/// <param name="IsEjected">Passive health wants it left out.</param>
public readonly record struct AvailabilityView(bool IsLive, bool IsHealthy, bool IsEjected);
