namespace Capstan.ZooKeeper.Sessions;

/// <summary>What a connection needs now.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Wait">With <see cref="HeartbeatAction.Wait"/>: for how long at most.</param>
internal readonly record struct HeartbeatStep(HeartbeatAction Action, TimeSpan Wait);
