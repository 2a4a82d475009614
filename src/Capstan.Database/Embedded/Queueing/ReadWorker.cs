using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A worker that takes reads, as the queue knows it. Guarded by the queue's lock.</summary>
internal sealed class ReadWorker(IReadSink sink, int credit)
{
    private long? _behindSince;

    public IReadSink Sink { get; } = sink;

    /// <summary>Reads that it has and has not answered.</summary>
    public int Busy { get; set; }

    public bool IsReady { get; private set; }

    public bool IsLeader { get; private set; }

    public LogPosition Position { get; private set; }

    public bool HasRoom => Busy < credit && Sink.HasRoom;

    public void Take(MembershipView view)
    {
        var member = view.Members.FirstOrDefault(one => one.Id == Sink.Id);
        IsReady = member is { State.IsReady: true };
        IsLeader = view.Leader == Sink.Id;
        if (member is null || member.State.Position <= Position)
            return;
        Position = member.State.Position;
        _behindSince = null;
    }

    /// <summary>Whether it has not come on for longer than allowed although the log has.</summary>
    public bool IsStale(LogPosition end, TimeSpan most, TimeProvider time)
    {
        if (Position >= end)
        {
            _behindSince = null;
            return false;
        }

        _behindSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_behindSince.Value) > most;
    }
}
