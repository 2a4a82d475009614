using Capstan.Core.Stacks;
using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Checking;

/// <summary>Tries one node of a broker, as a front would use it.</summary>
/// <param name="settings">How the broker would be used.</param>
/// <param name="host">The node.</param>
/// <param name="timeout">Longest wait for it.</param>
internal sealed class HostTrial(BrokerSettings settings, HostPort host, TimeSpan timeout)
{
    private const string Start = "Start it, or correct its address in the stack file; look at firewalls between.";

    private readonly BrokerSettings _settings = settings with { Broker = settings.Broker with { Hosts = [host] } };

    /// <summary>Tries it.</summary>
    /// <returns>What is wrong, a hint when other nodes may be well all the same; null when nothing is.</returns>
    public async Task<BrokerFault?> RunAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, _settings.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var link = await new BrokerConnector(_settings, "capstan check").ConnectAsync("trial", limit.Token);
            return await QueueTrial.RunAsync(link, _settings, limit.Token) ?? await MessageTrial.RunAsync(link, _settings.Broker, limit.Token);
        }
        catch (BrokerRefusedException refusal)
        {
            return refusal.Fault;
        }
        catch (OperationCanceledException)
        {
            return new BrokerFault($"The broker at {host} does not answer within {timeout.TotalSeconds:0.#} s.", Start, IsHint: true);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None))
        {
            // The connector's own words name the address.
            return new BrokerFault(fault is IOException ? fault.Message : $"The broker at {host} ends what it is asked: {BrokerConnector.Innermost(fault)}", Start, IsHint: true);
        }
    }
}
