using Capstan.Database.Log;
using Capstan.Database.Membership;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Wire;

/// <summary>States, views and snapshots as bytes.</summary>
internal static class StateCodec
{
    public static void Write(RecordWriter writer, MemberState state) => writer
        .Int64(state.Applied.Value).Int64(state.Position.Value).Byte(state.IsReady ? (byte)1 : (byte)0).Int64(state.Epoch.Value)
        .Int64(state.StuckAt.Value).Int64(state.DivergedAt.Value).Byte(state.MakesSnapshot ? (byte)1 : (byte)0).Text(state.Trouble);

    public static MemberState ReadState(RecordReader reader) => new()
    {
        Applied = new Lsn(reader.Int64()),
        Position = new LogPosition(reader.Int64()),
        IsReady = reader.Byte() != 0,
        Epoch = new Epoch(reader.Int64()),
        StuckAt = new Lsn(reader.Int64()),
        DivergedAt = new Lsn(reader.Int64()),
        MakesSnapshot = reader.Byte() != 0,
        Trouble = reader.Text(),
    };

    public static void Write(RecordWriter writer, MembershipView view)
    {
        writer.Int32(view.Members.Count);
        foreach (var member in view.Members)
        {
            writer.Bytes(member.Id.ToByteArray()).Int32(member.Slot).Int32(member.Pid).Text(member.Engine);
            Write(writer, member.State);
        }

        writer.Bytes((view.Leader ?? Guid.Empty).ToByteArray()).Int64(view.LeaderEpoch.Value).Int32(view.Roster.Count);
        foreach (var slot in view.Roster)
            writer.Int32(slot);
        writer.Int64(view.NewestSnapshot.Value).Int64(view.WantedSnapshot.Value).Byte(view.IsForced ? (byte)1 : (byte)0);
    }

    public static MembershipView ReadView(RecordReader reader)
    {
        var members = Many(reader, () => new Member(
            new Guid(reader.Bytes().Span), reader.Int32(), reader.Int32(), reader.Text(), ReadState(reader)));
        var leader = new Guid(reader.Bytes().Span);
        return new MembershipView
        {
            Members = members,
            Leader = leader == Guid.Empty ? null : leader,
            LeaderEpoch = new Epoch(reader.Int64()),
            Roster = Many(reader, reader.Int32),
            NewestSnapshot = new Lsn(reader.Int64()),
            WantedSnapshot = new Lsn(reader.Int64()),
            IsForced = reader.Byte() != 0,
        };
    }

    public static void Write(RecordWriter writer, Snapshot snapshot) =>
        writer.Int64(snapshot.Lsn.Value).Digest(snapshot.Chain).Int64(snapshot.Epoch.Value).Int64(snapshot.Position.Value).Digest(snapshot.Digest).Int64(snapshot.Length);

    public static Snapshot ReadSnapshot(RecordReader reader) =>
        new(new Lsn(reader.Int64()), reader.Digest(), new Epoch(reader.Int64()), new LogPosition(reader.Int64()), reader.Digest(), reader.Int64());

    public static List<T> Many<T>(RecordReader reader, Func<T> read)
    {
        var list = new List<T>();
        for (var left = reader.Int32(); left > 0; left--)
            list.Add(read());
        return list;
    }
}
