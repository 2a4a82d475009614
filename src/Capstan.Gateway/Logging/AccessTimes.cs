namespace Capstan.Gateway.Logging;

/// <summary>A request's times as its line has them.</summary>
/// <param name="Arrival">When it arrived, UTC.</param>
/// <param name="Duration">Microseconds from its arrival to the end of its answer.</param>
/// <param name="Answered">Microseconds from its arrival to the head of the target's answer; null when there was none.</param>
internal readonly record struct AccessTimes(DateTime Arrival, long Duration, long? Answered);
