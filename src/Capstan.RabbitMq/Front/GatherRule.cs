namespace Capstan.RabbitMq.Front;

/// <summary>How many requests one message carries: all that wait for the same queue, up to these limits, and one at least.</summary>
/// <param name="MostRequests">Most requests.</param>
/// <param name="MostBytes">Most bytes of more than one.</param>
internal readonly record struct GatherRule(int MostRequests, int MostBytes)
{
    /// <summary>Whether one more goes into a message.</summary>
    /// <param name="count">Requests that are in it.</param>
    /// <param name="bytes">Their bytes.</param>
    /// <param name="next">Bytes of the one.</param>
    public bool Takes(int count, long bytes, int next) => count == 0 || (count < MostRequests && bytes + next <= MostBytes);
}
