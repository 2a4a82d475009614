using Capstan.Cluster.Tests.Running;

[assembly: AssemblyFixture(typeof(EnsembleFixture))]
[assembly: AssemblyFixture(typeof(BrokerFixture))]
