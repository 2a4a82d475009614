using Capstan.Bench.Programs;
using Capstan.Bench.Stacks;

namespace Capstan.Bench.Databases;

/// <summary>CPU seconds of a stack of one database.</summary>
/// <param name="All">All its processes.</param>
/// <param name="Leader">The leader.</param>
/// <param name="Followers">The followers together.</param>
internal readonly record struct CpuTimes(double All, double Leader, double Followers)
{
    /// <summary>All, then its parts: the controller (and the guard, which does nothing meanwhile), the leader, the followers.</summary>
    public IReadOnlyList<double> Parts => [All, All - Leader - Followers, Leader, Followers];

    /// <summary>So far.</summary>
    public static CpuTimes Of(int controller, DatabaseView view)
    {
        var leader = view.LeaderWorker!.Pid!.Value;
        return new CpuTimes(
            ProcessTree.CpuSeconds(controller),
            ProcessTree.CpuSecondsOfOne(leader),
            view.Workers.Select(worker => worker.Pid!.Value).Where(pid => pid != leader).Sum(ProcessTree.CpuSecondsOfOne));
    }

    public static CpuTimes operator -(CpuTimes now, CpuTimes before) => new(now.All - before.All, now.Leader - before.Leader, now.Followers - before.Followers);
}
