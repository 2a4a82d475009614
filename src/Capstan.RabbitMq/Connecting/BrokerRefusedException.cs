namespace Capstan.RabbitMq.Connecting;

/// <summary>The broker refuses something for good; another attempt will not help.</summary>
/// <param name="fault">What is wrong.</param>
/// <param name="cause">What it was seen by; null when there is nothing.</param>
internal sealed class BrokerRefusedException(BrokerFault fault, Exception? cause) : Exception(fault.Text, cause)
{
    public BrokerFault Fault => fault;
}
