namespace Capstan.ZooKeeper.Wire;

/// <summary>Reads the bodies of answers.</summary>
internal static class Answers
{
    private const int SmallestAcl = 12;

    /// <summary>For answers without a body, or with one that says nothing.</summary>
    public static bool Nothing(ref JuteReader reader) => true;

    public static string Text(ref JuteReader reader) => reader.Text();

    public static string[] Texts(ref JuteReader reader) => reader.Texts();

    public static NodeStat? StatOrNull(ref JuteReader reader) => Stat(ref reader);

    public static NodeStat Stat(ref JuteReader reader)
    {
        var (createdBy, changedBy) = (reader.Int64(), reader.Int64());
        var (createdAt, changedAt) = (Time(reader.Int64()), Time(reader.Int64()));
        var (version, childrenVersion, aclVersion) = (reader.Int32(), reader.Int32(), reader.Int32());
        var owner = reader.Int64();
        var (length, count) = (reader.Int32(), reader.Int32());
        return new NodeStat(
            createdBy, changedBy, reader.Int64(), createdAt, changedAt, version, childrenVersion, aclVersion, owner, length, count);
    }

    public static NodeData Data(ref JuteReader reader) => new(reader.Buffer(), Stat(ref reader));

    public static NodeAccess Access(ref JuteReader reader)
    {
        var entries = new NodeAcl[reader.Count(SmallestAcl)];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = new NodeAcl((NodePermissions)reader.Int32(), reader.Text(), reader.Text());
        return new NodeAccess(entries, Stat(ref reader));
    }

    private static DateTimeOffset Time(long milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new InvalidDataException($"The server names {milliseconds} ms as a time: this is not ZooKeeper's protocol.", fault);
        }
    }
}
