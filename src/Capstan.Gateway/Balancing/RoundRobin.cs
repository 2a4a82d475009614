namespace Capstan.Gateway.Balancing;

/// <summary>Strictly in turn.</summary>
internal sealed class RoundRobin : IBalancer
{
    /// <inheritdoc />
    public TargetState Choose(TargetState[] targets, long turn, long now) => targets[(int)((ulong)turn % (ulong)targets.Length)];
}
