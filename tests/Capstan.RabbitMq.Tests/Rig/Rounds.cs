namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Marks tests that take minutes each, which the usual run leaves out: the drills of the system ring kill brokers, too.</summary>
internal static class Rounds
{
    /// <summary>The trait.</summary>
    public const string Name = "rounds";

    /// <summary>Run by <c>./test faults</c> alone.</summary>
    public const string Full = "full";
}
