// Most tests wait for a peer, or for a limit to pass: more of them at once than there are processors keep those no busier.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]
