namespace Capstan.ZooKeeper.Wire;

/// <summary>Writes the bodies of calls.</summary>
internal static class Bodies
{
    /// <summary>Most bytes of a call with its header: what servers take by default (<c>jute.maxbuffer</c>).</summary>
    public const int Longest = 0xfffff;

    private const int HeaderLength = 8;

    public static JuteWriter PathAndWatch(string path, bool watch) => new JuteWriter().Text(path).Bool(watch);

    public static JuteWriter PathAndNumber(string path, int number) => new JuteWriter().Text(path).Int32(number);

    public static JuteWriter Path(string path) => new JuteWriter().Text(path);

    public static JuteWriter Set(string path, ReadOnlySpan<byte> data, int version) =>
        new JuteWriter().Text(path).Buffer(data).Int32(version);

    public static JuteWriter SetAcl(string path, IReadOnlyList<NodeAcl> entries, int version) =>
        Acl(new JuteWriter().Text(path), entries).Int32(version);

    public static JuteWriter Create(JuteWriter writer, string path, ReadOnlySpan<byte> data, NodeKind kind, IReadOnlyList<NodeAcl> acl) =>
        Acl(writer.Text(path).Buffer(data), acl).Int32((int)kind);

    /// <summary>The authentication's body: the scheme and what proves it.</summary>
    public static JuteWriter Auth(ZooKeeperCredentials who) =>
        new JuteWriter().Int32(0).Text("digest").Text($"{who.User}:{who.Password}");

    /// <summary>The call that creates nodes of that kind.</summary>
    public static OpCode CreateOp(NodeKind kind) => kind == NodeKind.Container ? OpCode.CreateContainer : OpCode.Create;

    /// <summary>Refuses a call that a server would end the connection for, and with it what other calls are on their way.</summary>
    public static void CheckLength(JuteWriter body, string path)
    {
        if (body.Length + HeaderLength > Longest)
            throw new ZooKeeperException(
                ZooKeeperError.BadArguments, path, $"The call has {body.Length + HeaderLength} bytes, and servers take {Longest} at most.");
    }

    private static JuteWriter Acl(JuteWriter writer, IReadOnlyList<NodeAcl> entries)
    {
        writer.Int32(entries.Count);
        foreach (var entry in entries)
            writer.Int32((int)entry.Permissions).Text(entry.Scheme).Text(entry.Id);
        return writer;
    }
}
