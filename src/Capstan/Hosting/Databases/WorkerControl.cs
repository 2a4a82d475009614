using Capstan.Control;
using Capstan.Database.Api;
using Capstan.Database.Engines;
using Capstan.Database.Membership;

namespace Capstan.Hosting.Databases;

/// <summary>What the API of a database may ask of the controller.</summary>
internal sealed class WorkerControl(string database, IDatabaseEngine engine, StackController controller) : IWorkerControl
{
    /// <inheritdoc />
    public IReadOnlyList<int> Pids() =>
        [.. controller.Status().Databases.Where(known => known.Name == database).SelectMany(known => known.Workers).Select(worker => worker.Pid).OfType<int>().Order()];

    /// <inheritdoc />
    public ValueTask<int?> CrashLeaderAsync(CancellationToken cancellationToken)
    {
        var view = engine.Read().View;
        return CrashAsync(view.Members.FirstOrDefault(member => member.Id == view.Leader), cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask<int?> CrashFollowerAsync(CancellationToken cancellationToken)
    {
        var view = engine.Read().View;
        return CrashAsync(view.Members.Where(member => member.Id != view.Leader).MaxBy(member => member.Pid), cancellationToken);
    }

    private async ValueTask<int?> CrashAsync(Member? worker, CancellationToken cancellationToken) =>
        worker is not null && await controller.CrashAsync(database, worker.Pid).WaitAsync(cancellationToken) ? worker.Pid : null;
}
