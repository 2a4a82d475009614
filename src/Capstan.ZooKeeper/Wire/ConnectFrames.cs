namespace Capstan.ZooKeeper.Wire;

/// <summary>The first frame of each side, which has no header.</summary>
internal static class ConnectFrames
{
    /// <summary>Asks for a session, or for the one that there is.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="lastZxid">The last transaction seen: a server that has not got so far must not answer.</param>
    /// <param name="timeout">The session's wanted timeout.</param>
    /// <param name="id">The session; 0 for a new one.</param>
    /// <param name="password">Its password.</param>
    /// <param name="canBeReadOnly">Whether a server without a quorum may answer.</param>
    public static void Write(JuteWriter writer, long lastZxid, TimeSpan timeout, long id, ReadOnlySpan<byte> password, bool canBeReadOnly)
    {
        const int protocolVersion = 0;
        var start = writer.BeginFrame();
        writer.Int32(protocolVersion).Int64(lastZxid).Int32((int)timeout.TotalMilliseconds).Int64(id).Buffer(password).Bool(canBeReadOnly);
        writer.EndFrame(start);
    }

    /// <summary>Reads the answer.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ConnectAnswer Read(ReadOnlySpan<byte> frame)
    {
        var reader = new JuteReader(frame);
        reader.Int32();
        var timeout = reader.Int32();
        var id = reader.Int64();
        var password = reader.Buffer();
        // Servers before 3.4 leave the last byte out.
        var isReadOnly = !reader.IsAtEnd && reader.Bool();
        return new ConnectAnswer(id, password, TimeSpan.FromMilliseconds(Math.Max(timeout, 0)), isReadOnly);
    }
}
