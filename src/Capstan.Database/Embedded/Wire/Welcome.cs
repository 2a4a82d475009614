using Capstan.Database.Log;
using Capstan.Database.Worker;

namespace Capstan.Database.Embedded.Wire;

/// <summary>What a worker is told when it is let in.</summary>
internal sealed record Welcome(WorkerSettings Settings, string Files)
{
    public void Write(RecordWriter writer) => writer
        .Text(Settings.Database).Text(Settings.Schema).Int64(Settings.Session.Ticks).Int64(Settings.KeyRetention.Ticks).Int32(Settings.KeyLimit)
        .Int32(Settings.SnapshotRecords).Int64(Settings.SnapshotBytes).Int64(Settings.ScrubEvery.Ticks).Byte(Settings.IsDurable ? (byte)1 : (byte)0).Text(Files);

    public static Welcome Read(RecordReader reader) => new(
        new WorkerSettings
        {
            Database = reader.Text(),
            Schema = reader.Text(),
            Session = new TimeSpan(reader.Int64()),
            KeyRetention = new TimeSpan(reader.Int64()),
            KeyLimit = reader.Int32(),
            SnapshotRecords = reader.Int32(),
            SnapshotBytes = reader.Int64(),
            ScrubEvery = new TimeSpan(reader.Int64()),
            IsDurable = reader.Byte() != 0,
        },
        reader.Text());
}
