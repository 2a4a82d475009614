using Capstan.Core.Stacks;

namespace Capstan.RabbitMq;

/// <summary>Looks whether a broker can be used, before anything relies on it.</summary>
public static class BrokerCheck
{
    /// <summary>
    /// Tries an address and its credentials: unreachable, wrong credentials, no such virtual host, a missing right, older than 3.10, streams
    /// disabled, <c>guest</c> from another machine. Leaves nothing behind.
    /// </summary>
    /// <returns>What is wrong; empty when nothing is.</returns>
    public static Task<IReadOnlyList<BrokerFault>> ProbeAsync(BrokerSpec spec, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
