namespace Capstan.Gateway;

/// <summary>One target's traffic at one moment.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Requests">Requests sent to it since it is known.</param>
/// <param name="Failures">Of those, the ones that failed as passive health counts it.</param>
/// <param name="InFlight">Requests now with it.</param>
/// <param name="IsEjected">Whether passive health keeps it out of rotation now.</param>
public sealed record TargetReading(string Id, long Requests, long Failures, int InFlight, bool IsEjected);
