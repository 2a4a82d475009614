using Capstan.Core.Health;

namespace Capstan.Gateway;

/// <summary>Something on the data plane that the controller should know at once.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Service">Name of the service.</param>
/// <param name="Target">Id of the target; empty when the notice is about the service.</param>
/// <param name="Failure">The failure behind it, if there is one.</param>
/// <param name="Reason">A sentence with the figures behind it, for the event log.</param>
public sealed record DataPlaneNotice(DataPlaneNoticeKind Kind, string Service, string Target, TargetFailure? Failure, string Reason);
