using System.Runtime.CompilerServices;
using Capstan.Database.Embedded.Wire;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Embedded.Session;

/// <summary>The worker's membership: the connection is the session.</summary>
internal sealed class EmbeddedMembership(Connection connection) : IMembership
{
    private readonly Lock _lock = new();
    private MembershipView? _view;
    private bool _hasEnded;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async IAsyncEnumerable<MembershipView> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MembershipView? shown = null;
        while (true)
        {
            Task changed;
            MembershipView? view;
            lock (_lock)
            {
                if (_hasEnded)
                    throw new SessionLostException(connection.Reason);
                (view, changed) = (_view, _changed.Task);
            }

            if (view is not null && view != shown)
                yield return shown = view;
            else
                await changed.WaitAsync(cancellationToken);
        }
    }

    public ValueTask ReportAsync(MemberState state, CancellationToken cancellationToken)
    {
        if (connection.Ended.IsCancellationRequested)
            throw new SessionLostException(connection.Reason);
        connection.Outbox.Send(FrameKind.Report, state, StateCodec.Write);
        return ValueTask.CompletedTask;
    }

    public async Task<Epoch?> TakeEpochAsync(Epoch above, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.CallAsync(CallKind.TakeEpoch, above, static (writer, epoch) => writer.Int64(epoch.Value), cancellationToken);
            var epoch = answer.Int64();
            return epoch > 0 ? new Epoch(epoch) : null;
        }
        catch (Exception fault) when (fault is LogLostException or IOException)
        {
            // Perhaps it was taken, perhaps not: nothing may be assumed.
            return null;
        }
    }

    public async Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.CallAsync(CallKind.TakeLead, epoch, static (writer, own) => writer.Int64(own.Value), cancellationToken);
            return answer.Byte() != 0;
        }
        catch (Exception fault) when (fault is LogLostException or IOException)
        {
            return false;
        }
    }

    public void Take(RecordReader reader) => Change(() => _view = StateCodec.ReadView(reader));

    public void End() => Change(() => _hasEnded = true);

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
