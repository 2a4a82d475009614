namespace Capstan.ZooKeeper.Wire;

/// <summary>Frames that keep a connection, with numbers of their own: they may be sent before the calls that wait.</summary>
internal static class ControlFrames
{
    public static void Ping(JuteWriter writer) => Write(writer, Xid.Ping, OpCode.Ping, new JuteWriter());

    public static void Auth(JuteWriter writer, ZooKeeperCredentials who) => Write(writer, Xid.Auth, OpCode.Auth, Bodies.Auth(who));

    public static void SetWatches(JuteWriter writer, OpCode op, JuteWriter body) => Write(writer, Xid.SetWatches, op, body);

    private static void Write(JuteWriter writer, int xid, OpCode op, JuteWriter body)
    {
        var start = writer.BeginFrame();
        writer.Int32(xid).Int32((int)op).Raw(body.Written.Span);
        writer.EndFrame(start);
    }
}
