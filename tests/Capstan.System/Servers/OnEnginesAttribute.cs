using System.Reflection;
using Capstan.SystemTests.Faults;
using Xunit.Sdk;
using Xunit.v3;

namespace Capstan.SystemTests.Servers;

/// <summary>Runs a theory on every engine, its first argument; with values, once for each of them, its second.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnEnginesAttribute(params object[] values) : DataAttribute
{
    /// <summary>Whether the usual rounds leave the servers out, because other cases show the same on them in less time.</summary>
    public bool ServersInFullRoundsOnly { get; init; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        Engine[] engines = ServersInFullRoundsOnly && !Rounds.HaveAllCases ? [Engine.Embedded] : [Engine.Embedded, Engine.Servers];
        IReadOnlyCollection<ITheoryDataRow> rows =
        [
            .. engines.SelectMany(engine => values.Length == 0
                ? [new TheoryDataRow(engine)]
                : values.Select(value => new TheoryDataRow(engine, value))),
        ];
        return ValueTask.FromResult(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;
}
