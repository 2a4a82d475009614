using Capstan.Core.Stacks;
using Capstan.RabbitMq.Connecting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq;

/// <summary>Looks whether a broker can be used, before anything relies on it.</summary>
public static class BrokerCheck
{
    /// <summary>Prefix of the queues that a look makes and deletes: whoever may make a front's queue of answers may make them.</summary>
    private const string Trial = QueueNames.Responses + ".check.";

    /// <summary>No queue can be made with it, so that only the right to make one is asked for.</summary>
    private static readonly Dictionary<string, object?> Impossible = new() { ["x-max-length"] = -1 };

    /// <summary>
    /// Tries an address and its credentials: unreachable, wrong credentials, no such virtual host, a missing right, older than 3.10, streams
    /// disabled, <c>guest</c> from another machine. Leaves nothing behind.
    /// </summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static async Task<IReadOnlyList<BrokerFault>> ProbeAsync(BrokerSpec spec, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var settings = new BrokerSettings { Broker = spec, Session = TimeSpan.FromSeconds(8) };
        var faults = new List<BrokerFault>();
        using var limit = new CancellationTokenSource(timeout, settings.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        foreach (var host in spec.Hosts)
        {
            if (await TryHostAsync(settings with { Broker = spec with { Hosts = [host] } }, either.Token) is { } fault)
                faults.Add(fault);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return faults;
    }

    private static async Task<BrokerFault?> TryHostAsync(BrokerSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var link = await new BrokerConnector(settings, "capstan check").ConnectAsync("trial", cancellationToken);
            foreach (var queue in Topology.All)
            {
                if ((await TryRightAsync(link, queue, settings.Broker, cancellationToken) ?? await TryQueueAsync(link, queue, settings, cancellationToken)) is { } fault)
                    return fault;
            }

            return await TryPublishAsync(link, settings.Broker, cancellationToken);
        }
        catch (BrokerRefusedException refusal)
        {
            return refusal.Fault;
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            return new BrokerFault(
                $"No broker answers at {settings.Broker.Hosts[0]}: {fault.Message}", "Start it, or correct its address in the stack file; look at firewalls between.");
        }
    }

    /// <summary>Asks for the right to make a queue of this very name. The broker looks at rights first, and then at what is asked.</summary>
    private static async Task<BrokerFault?> TryRightAsync(BrokerLink link, string queue, BrokerSpec spec, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        try
        {
            await channel.QueueDeclareAsync(queue, Topology.IsDurable(queue), false, false, Impossible, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            return null;
        }
        catch (OperationInterruptedException refusal) when (Topology.Fault(spec, queue, refusal) is { } fault)
        {
            return fault;
        }
    }

    /// <summary>A queue of the same arguments and another name: it asks for the same features and disturbs nobody.</summary>
    private static async Task<BrokerFault?> TryQueueAsync(BrokerLink link, string queue, BrokerSettings settings, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        var name = $"{Trial}{queue}.{Guid.NewGuid():N}";
        try
        {
            await channel.QueueDeclareAsync(name, Topology.IsDurable(queue), false, false, Topology.Arguments(queue, settings), cancellationToken: cancellationToken);
            await channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (Topology.Fault(settings.Broker, name, refusal) is { } fault)
        {
            return fault;
        }
    }

    /// <summary>What a queue carries is written through the default exchange, which takes a right of its own, and read.</summary>
    private static async Task<BrokerFault?> TryPublishAsync(BrokerLink link, BrokerSpec spec, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        var name = $"{Trial}{Guid.NewGuid():N}";
        try
        {
            await channel.QueueDeclareAsync(name, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
            await channel.BasicPublishAsync("", name, mandatory: false, new BasicProperties(), ReadOnlyMemory<byte>.Empty, CancellationToken.None);
            await channel.BasicGetAsync(name, autoAck: true, cancellationToken);
            await channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (BrokerRefusal.Of(spec, refusal) is { } fault)
        {
            return fault;
        }
    }
}
