namespace Capstan.ZooKeeper.Sessions;

/// <summary>
/// When to ping and when to leave a server, as parts of the session's timeout: a ping after a third of it without a call, the end of the
/// connection after two thirds without a word from the server. The last third is for finding another one.
/// </summary>
internal static class Heartbeat
{
    /// <summary>What is to be done, or how long nothing is.</summary>
    /// <param name="session">The session's timeout.</param>
    /// <param name="sinceSent">How long ago something was last sent.</param>
    /// <param name="sinceHeard">How long ago something last came.</param>
    /// <param name="isPinging">Whether a ping waits for its answer; a second one would blur which of them was answered.</param>
    public static HeartbeatStep Next(TimeSpan session, TimeSpan sinceSent, TimeSpan sinceHeard, bool isPinging)
    {
        var (toPing, toDrop) = ((session / 3) - sinceSent, (session * 2 / 3) - sinceHeard);
        if (toDrop <= TimeSpan.Zero)
            return new HeartbeatStep(HeartbeatAction.Drop, TimeSpan.Zero);
        if (isPinging)
            return new HeartbeatStep(HeartbeatAction.Wait, toDrop);
        return toPing <= TimeSpan.Zero
            ? new HeartbeatStep(HeartbeatAction.Ping, TimeSpan.Zero)
            : new HeartbeatStep(HeartbeatAction.Wait, toPing < toDrop ? toPing : toDrop);
    }
}
