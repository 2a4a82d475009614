using Capstan.RabbitMq.Checking;

namespace Capstan.RabbitMq;

/// <summary>Looks whether a broker can be used, before anything relies on it.</summary>
public static class BrokerCheck
{
    /// <summary>
    /// Tries each address and its credentials: unreachable, wrong credentials, no such virtual host, a missing right, older than 3.10, streams
    /// disabled, <c>guest</c> from another machine, a queue that is there and differs, short of resources. Leaves nothing behind.
    /// </summary>
    /// <param name="settings">How the broker would be used.</param>
    /// <param name="timeout">Longest wait for each node. All are tried at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong, each thing once; empty when nothing is. A node that does not answer beside one that is well is a hint.</returns>
    public static async Task<IReadOnlyList<BrokerFault>> ProbeAsync(BrokerSettings settings, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var faults = await Task.WhenAll(settings.Broker.Hosts.Select(host => new HostTrial(settings, host, timeout).RunAsync(cancellationToken)));
        cancellationToken.ThrowIfCancellationRequested();
        var isOneWell = faults.Contains(null);
        return [.. faults.OfType<BrokerFault>().Select(fault => fault with { IsHint = fault.IsHint && isOneWell }).Distinct()];
    }
}
