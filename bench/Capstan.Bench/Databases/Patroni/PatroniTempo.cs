namespace Capstan.Bench.Databases.Patroni;

/// <summary>How fast a Patroni cluster is set to react; seconds, as in its configuration.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Ttl">How long the leader's key outlives it.</param>
/// <param name="LoopWait">Between two looks of a member at itself and at the others.</param>
/// <param name="RetryTimeout">How long a failing call is repeated.</param>
/// <param name="PrimaryStartTimeout">How long a crashed primary may take to come back by itself before another member takes its place.</param>
internal sealed record PatroniTempo(string Name, int Ttl, int LoopWait, int RetryTimeout, int PrimaryStartTimeout)
{
    /// <summary>As it comes.</summary>
    public static PatroniTempo Default { get; } = new("Patroni", 30, 10, 10, 300);

    /// <summary>The least that its documentation allows, and another member at once.</summary>
    public static PatroniTempo Quickest { get; } = new("Patroni, quickest", 20, 1, 3, 0);
}
