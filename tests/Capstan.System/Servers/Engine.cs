namespace Capstan.SystemTests.Servers;

/// <summary>What a database under test runs on.</summary>
public enum Engine
{
    /// <summary>The controller's own queues, log and membership; workers are child processes.</summary>
    Embedded,

    /// <summary>A RabbitMQ broker and a ZooKeeper ensemble; workers are child processes.</summary>
    Servers,

    /// <summary>A RabbitMQ broker and a ZooKeeper ensemble; workers are Docker containers.</summary>
    Containers,
}
