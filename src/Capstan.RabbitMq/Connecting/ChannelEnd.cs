using RabbitMQ.Client;

namespace Capstan.RabbitMq.Connecting;

/// <summary>Closes channels whose connection goes on.</summary>
internal static class ChannelEnd
{
    /// <summary>Closes a channel, with which what it holds goes back; without effect when its connection is lost.</summary>
    public static async ValueTask CloseAsync(BrokerLink link, IChannel channel)
    {
        if (link.Ended.IsCancellationRequested)
            return;
        try
        {
            await channel.CloseAsync(CancellationToken.None).WaitAsync(link.Ended);
            await channel.DisposeAsync();
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, CancellationToken.None) || link.Ended.IsCancellationRequested)
        {
            // A channel that cannot be closed would keep what it holds.
            link.Drop($"a channel could not be closed: {fault.Message}");
        }
    }
}
