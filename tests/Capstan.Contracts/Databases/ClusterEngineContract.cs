namespace Capstan.Contracts.Databases;

/// <summary>The engine on RabbitMQ and ZooKeeper keeps the contract.</summary>
public sealed class ClusterEngineContract : EngineContract<ClusterFixture>;
