using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Servers;

// Every stack is several programs; more of them at once would wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
[assembly: AssemblyFixture(typeof(BuiltCapstan))]
[assembly: AssemblyFixture(typeof(SharedServers))]
