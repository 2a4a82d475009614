namespace Capstan.SystemTests.Servers;

/// <summary>What a database under test runs on.</summary>
public enum Engine
{
    /// <summary>The controller's own queues, log and membership.</summary>
    Embedded,

    /// <summary>A RabbitMQ broker and a ZooKeeper ensemble.</summary>
    Servers,
}
