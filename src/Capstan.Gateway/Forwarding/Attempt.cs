using Capstan.Core.Health;

namespace Capstan.Gateway.Forwarding;

/// <summary>Result of one attempt to forward a request.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Failure">What passive health is to know; null when the target is not to blame.</param>
/// <param name="Detail">A clause for the event log.</param>
/// <param name="Status">Status that a client's fault asks for; 0 otherwise.</param>
internal readonly record struct Attempt(Outcome Outcome, TargetFailure? Failure = null, string Detail = "", int Status = 0);
