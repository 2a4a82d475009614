// One test stops the engine for a while, which the deadlines of the others would notice.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
