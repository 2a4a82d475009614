using Capstan.ZooKeeper.Tests.Rig;

[assembly: AssemblyFixture(typeof(SharedServer))]
