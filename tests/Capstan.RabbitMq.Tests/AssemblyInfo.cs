// Most tests wait for a broker or for a limit to pass, and those that kill brokers wait longest, one after another: they must begin early.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
