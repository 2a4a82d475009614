using Capstan.Core.Stacks;
using Capstan.RabbitMq.Connecting;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Capstan.RabbitMq.Checking;

/// <summary>Tries whether the queues can be declared, and leaves none behind.</summary>
internal static class QueueTrial
{
    /// <summary>Prefix of the queues that a look makes and deletes: whoever may make a front's queue of answers may make them.</summary>
    public const string Prefix = QueueNames.Responses + ".check.";

    /// <summary>No queue can be made with it, so that only the right to make one is asked for.</summary>
    private static readonly Dictionary<string, object?> Impossible = new() { ["x-max-length"] = -1 };

    /// <summary>Tries all of them.</summary>
    /// <returns>What is wrong with the first that cannot be declared; null when nothing is.</returns>
    /// <exception cref="BrokerRefusedException">One is there and differs.</exception>
    public static async Task<BrokerFault?> RunAsync(BrokerLink link, BrokerSettings settings, CancellationToken cancellationToken)
    {
        foreach (var queue in Topology.All)
        {
            if (await TryRightAsync(link, queue, settings.Broker, cancellationToken) is { } missing)
                return missing;
            if (await Topology.IsThereAsync(link, queue, cancellationToken))
                await Topology.DeclareAsync(link, queue, settings, cancellationToken);
            else if (await TryLikenessAsync(link, queue, settings, cancellationToken) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Asks for the right to make a queue of this very name. The broker looks at rights first, and then at what is asked.</summary>
    private static async Task<BrokerFault?> TryRightAsync(BrokerLink link, string queue, BrokerSpec spec, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        try
        {
            await channel.QueueDeclareAsync(queue, Topology.IsDurable(queue, link.Release), false, false, Impossible, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (refusal.ShutdownReason?.ReplyCode == Constants.PreconditionFailed)
        {
            return null;
        }
        catch (OperationInterruptedException refusal) when (QueueRefusal.Of(spec, queue, refusal) is { } fault)
        {
            return fault;
        }
    }

    /// <summary>A queue of the same arguments and another name: it asks for the same features and disturbs nobody.</summary>
    private static async Task<BrokerFault?> TryLikenessAsync(BrokerLink link, string queue, BrokerSettings settings, CancellationToken cancellationToken)
    {
        await using var channel = await link.OpenAloneAsync(hasConfirms: false, cancellationToken);
        var name = $"{Prefix}{queue}.{Guid.NewGuid():N}";
        try
        {
            await channel.QueueDeclareAsync(
                name, Topology.IsDurable(queue, link.Release), false, false, Topology.Arguments(queue, settings), cancellationToken: cancellationToken);
            await channel.QueueDeleteAsync(name, ifUnused: false, ifEmpty: false, cancellationToken: cancellationToken);
            return null;
        }
        catch (OperationInterruptedException refusal) when (QueueRefusal.Of(settings.Broker, name, refusal) is { } fault)
        {
            return fault;
        }
    }
}
