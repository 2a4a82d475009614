using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Calls;

/// <summary>A call of the client's own that nobody waits for.</summary>
/// <param name="op">Its kind.</param>
/// <param name="path">The node that it is about.</param>
/// <param name="body">Its body as the protocol has it.</param>
/// <param name="answered">Told of the answer within the session; null for nobody. Not told when the connection breaks first.</param>
internal sealed class PostedCall(OpCode op, string path, JuteWriter body, Action<ZooKeeperError>? answered = null) : Call(op, path, body)
{
    /// <inheritdoc />
    public override bool IsOver => false;

    /// <inheritdoc />
    public override void Take(ZooKeeperError error, ref JuteReader answer) => answered?.Invoke(error);

    /// <inheritdoc />
    public override void Fail(Exception fault)
    {
        // A new connection sets all watches by itself, and without one there are none.
    }
}
