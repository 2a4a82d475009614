using Capstan.Gateway.Balancing;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Services;

namespace Capstan.Gateway.Forwarding;

/// <summary>When a failed request may be sent again, and what its client is told when it may not. The rules of both planes.</summary>
internal static class RetryRules
{
    /// <summary>First pause of a request that could be sent nowhere.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The pause after this one.</summary>
    public static TimeSpan NextPause(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;

    /// <summary>Whether sending the request again is harmless.</summary>
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="isSafe">Whether the method is GET, HEAD or OPTIONS.</param>
    /// <param name="hasBody">Whether the request has a body.</param>
    public static bool MayRepeat(Outcome outcome, bool isSafe, bool hasBody) => outcome switch
    {
        Outcome.NotConnected => true,
        Outcome.Broken or Outcome.Removed => isSafe && !hasBody,
        _ => false,
    };

    /// <summary>Takes a retry out of the service's budget; false when there is none left.</summary>
    public static bool MaySpend(ServiceState service, ServiceSettings settings, TargetState failed, long now)
    {
        // What a leaving target still held when it ended is bounded and says nothing about the others: it does not wait for the budget.
        return service.Retries.TryTake(now, settings.Limits.RetryBudget)
            || (failed.Target.Condition == TargetCondition.Draining && settings.Limits.RetryBudget > 0);
    }

    /// <summary>What the client is told when nothing helped.</summary>
    public static OwnAnswer AnswerTo(Attempt attempt) => attempt.Outcome switch
    {
        Outcome.ClientFault => OwnAnswer.ForClientFault(attempt.Status),
        Outcome.TimedOut => OwnAnswer.TimedOut,
        Outcome.NotConnected => OwnAnswer.NotConnected,
        _ => OwnAnswer.Broken,
    };
}
