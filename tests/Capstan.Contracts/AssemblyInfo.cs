using Capstan.Contracts.Databases;

[assembly: AssemblyFixture(typeof(ClusterServers))]
