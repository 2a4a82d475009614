namespace Capstan.RabbitMq.Connecting;

/// <summary>What to tell of a broker that is short of memory or disk: it stops listening to who publishes.</summary>
internal static class BrokerAlarm
{
    /// <summary>What is wrong, with the broker's own reason.</summary>
    public static BrokerFault Of(string reason) => new(
        $"The broker takes no messages, since it is short of resources ({reason}).", "Free memory or disk on its machine, or raise its limit; it goes on by itself.");
}
