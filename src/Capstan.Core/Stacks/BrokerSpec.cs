namespace Capstan.Core.Stacks;

/// <summary>The RabbitMQ broker (3.10 or newer) that carries the queues and the log of one database: one virtual host each.</summary>
public sealed record BrokerSpec
{
    /// <summary>Its nodes, at least one; a client tries them in a random order. Default port 5672, with TLS 5671.</summary>
    public required IReadOnlyList<HostPort> Hosts { get; init; }

    /// <summary>The virtual host. Default <c>/</c>.</summary>
    public string VirtualHost { get; init; } = "/";

    /// <summary>Who connects. Default <c>guest</c>, which brokers let in from their own machine alone.</summary>
    public string User { get; init; } = "guest";

    /// <summary>Its password. Never shown, never part of a worker's environment or command line.</summary>
    public string Password { get; init; } = "guest";

    /// <summary>How connections are encrypted (<c>amqps</c>); null (default): not at all.</summary>
    public ServerTlsSpec? Tls { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{(Tls is not null ? "amqps" : "amqp")}://{User}@{string.Join(',', Hosts)}/{Uri.EscapeDataString(VirtualHost)}";
}
