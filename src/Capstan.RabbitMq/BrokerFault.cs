namespace Capstan.RabbitMq;

/// <summary>What keeps a broker, or a node of it, from being used.</summary>
/// <param name="What">What is wrong, with the address.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="IsHint">Whether the database can run all the same, on another node. Default false.</param>
public sealed record BrokerFault(string What, string Remedy, bool IsHint = false)
{
    /// <summary>Both in one.</summary>
    internal string Text => $"{What} {Remedy}";
}
