using Capstan.SystemTests.Harness;

// Every stack is several programs; more of them at once would wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(BuiltCapstan))]
