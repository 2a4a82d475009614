namespace Capstan.RabbitMq.Session;

/// <summary>What a worker does next with the writes it has.</summary>
internal abstract record WindowStep
{
    private WindowStep()
    {
    }

    /// <summary>Carries these out.</summary>
    public sealed record Deliver(IReadOnlyList<HeldWrites> Messages) : WindowStep;

    /// <summary>Sends what this one carries again, each by itself, and acknowledges it then.</summary>
    public sealed record SendAnew(HeldWrites Message) : WindowStep;
}
