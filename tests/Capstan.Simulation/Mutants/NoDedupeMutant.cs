using Capstan.Database.Applying;
using Capstan.Database.Leadership;
using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Mutants;

/// <summary>Nobody looks whether a request was carried out before.</summary>
internal sealed class NoDedupeMutant : Mutant
{
    public override string Name => "nodedupe";

    public override RecordApplier Applier(IReplicaStore store, IRestoreFiles files, ApplySettings settings) => new Forgetful(store, files, settings);

    public override LeaderPipeline Pipeline(IReplicaStore store, Replica replica, Func<long> seed) => new ForgetfulLeader(store, seed);

    private sealed class Forgetful(IReplicaStore store, IRestoreFiles files, ApplySettings settings) : RecordApplier(store, files, settings)
    {
        protected override Answer? Known(LogRecord record) => null;
    }

    private sealed class ForgetfulLeader(IReplicaStore store, Func<long> seed) : LeaderPipeline(store, seed)
    {
        protected override StoredAnswer? Known(RequestId request) => null;
    }
}
