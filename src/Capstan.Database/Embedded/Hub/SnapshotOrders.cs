using Capstan.Database.Engines;
using Capstan.Database.Log;
using Capstan.Database.Snapshots;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Shows what is wanted in the members' view, where every worker sees it and the one whose turn it is acts.</summary>
internal sealed class SnapshotOrders(MemberBook members) : ISnapshotOrders
{
    /// <inheritdoc />
    public async Task OrderAsync(Lsn atLeast, CancellationToken cancellationToken)
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(EngineNotice? notice)
        {
            if (members.View.NewestSnapshot >= atLeast)
                made.TrySetResult();
        }

        members.Changed += Look;
        members.Want(atLeast);
        try
        {
            await made.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            members.Changed -= Look;
            members.Unwant(atLeast);
        }
    }
}
