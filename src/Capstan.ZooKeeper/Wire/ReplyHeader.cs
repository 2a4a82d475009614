namespace Capstan.ZooKeeper.Wire;

/// <summary>What each frame of a server begins with.</summary>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ZooKeeperError Error)
{
    public static ReplyHeader Read(ref JuteReader reader) => new(reader.Int32(), reader.Int64(), (ZooKeeperError)reader.Int32());
}
