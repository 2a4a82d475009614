using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Cluster.Controlling;

/// <summary>Shows what is wanted in the ensemble, where every worker sees it and the one whose turn it is acts.</summary>
internal sealed class SnapshotOrders(EnsembleLink link, Housekeeping housekeeping, NoticeBoard notices) : ISnapshotOrders
{
    /// <inheritdoc />
    public async Task OrderAsync(Lsn atLeast, CancellationToken cancellationToken)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(EngineNotice? notice)
        {
            if (link.State.ToView().NewestSnapshot >= atLeast)
                made.TrySetResult();
        }

        notices.Add(Look);
        housekeeping.Want(atLeast);
        link.Mark();
        try
        {
            Look(null);
            await made.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            notices.Remove(Look);
            housekeeping.Unwant(atLeast);
            link.Mark();
        }
    }
}
