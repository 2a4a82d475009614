namespace Capstan.RabbitMq.Front;

/// <summary>How many requests one message carries: all that wait for the same queue, up to these limits, and one at least.</summary>
/// <param name="MostRequests">Most requests.</param>
/// <param name="MostBytes">Most bytes of more than one.</param>
internal readonly record struct GatherRule(int MostRequests, int MostBytes)
{
    /// <summary>
    /// Unanswered requests from which on others gather until they are as many: most of what a message costs it costs whatever is in it, and
    /// where many call, two messages that take turns keep everybody as busy as ten do. Without it whatever waits goes at once.
    /// </summary>
    public int Crowd { get; init; } = int.MaxValue;

    /// <summary>Whether one more goes into a message.</summary>
    /// <param name="count">Requests that are in it.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="next">Bytes of the one.</param>
    public bool Takes(int count, long bytes, int next) => count == 0 || (count < MostRequests && bytes + next <= MostBytes);

    /// <summary>Whether enough wait for a message to go.</summary>
    /// <param name="waiting">Requests that wait.</param>
    /// <param name="underWay">Requests that were sent and are unanswered.</param>
    public bool IsEnough(int waiting, int underWay) => underWay < Crowd || waiting >= underWay || waiting >= MostRequests;
}
