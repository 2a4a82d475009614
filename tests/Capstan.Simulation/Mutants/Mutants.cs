namespace Capstan.Simulation.Mutants;

/// <summary>All mutants by name.</summary>
internal static class Mutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new AckFirstMutant(),
        new AckOnConfirmMutant(),
        new AnyAfterLossMutant(),
        new BatchedTimeMutant(),
        new CommitFirstMutant(),
        new CountedCopiesMutant(),
        new DedupeLaterMutant(),
        new DroppedDeadLetterMutant(),
        new EagerSchemaMutant(),
        new EarlyPurgeMutant(),
        new FanoutMutant(),
        new ForgetfulRestoreMutant(),
        new ForgetfulRosterMutant(),
        new HastySkipMutant(),
        new LaggingNoteMutant(),
        new LostImportMutant(),
        new LostLeadMutant(),
        new NoDedupeMutant(),
        new NoDrainMutant(),
        new NoEpochMutant(),
        new NoScanMutant(),
        new OldCheckpointMutant(),
        new OnlyTheLivingMutant(),
        new SharedDeliveryMutant(),
        new SilentClampMutant(),
        new StaleRefusalMutant(),
        new TrustedFrontMutant(),
        new TrustedOffsetMutant(),
        new TrustedSnapshotsMutant(),
        new UnsyncedBytesMutant(),
    ];

    public static Mutant Named(string name) =>
        name.Length == 0 ? new Mutant() : All.FirstOrDefault(mutant => mutant.Name == name)
            ?? throw new ArgumentException($"There is no mutant '{name}'; there are {string.Join(", ", All.Select(mutant => mutant.Name))}.", nameof(name));
}
