namespace Capstan.RabbitMq;

/// <summary>What keeps a broker from being used.</summary>
/// <param name="What">What is wrong, with the address.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record BrokerFault(string What, string Remedy);
