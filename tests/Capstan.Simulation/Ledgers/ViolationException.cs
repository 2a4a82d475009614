namespace Capstan.Simulation.Ledgers;

/// <summary>A promise of the protocol was broken.</summary>
internal sealed class ViolationException(string kind, string detail) : Exception($"{kind}: {detail}")
{
    /// <summary>Which promise, in one word.</summary>
    public string Kind => kind;
}
