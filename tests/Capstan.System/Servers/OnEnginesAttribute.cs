using Capstan.SystemTests.Faults;

namespace Capstan.SystemTests.Servers;

/// <summary>A theory for every engine.</summary>
internal sealed class OnEnginesAttribute(params object[] values) : EnginesAttribute(values)
{
    /// <summary>Whether the usual rounds leave the servers out, because other cases show the same on them in less time.</summary>
    public bool ServersInFullRoundsOnly { get; init; }

    /// <summary>Whether the usual rounds have it with workers in containers too. Few do: a container takes longer to start than a process.</summary>
    public bool ContainersInUsualRounds { get; init; }

    protected override IEnumerable<Engine> Engines
    {
        get
        {
            yield return Engine.Embedded;
            if (Rounds.HaveAllCases || !ServersInFullRoundsOnly)
                yield return Engine.Servers;
            if (Rounds.HaveAllCases || ContainersInUsualRounds)
                yield return Engine.Containers;
        }
    }
}
