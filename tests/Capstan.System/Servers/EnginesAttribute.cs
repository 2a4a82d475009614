using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Capstan.SystemTests.Servers;

/// <summary>Runs a theory on engines, its first argument; with values, once for each of them, its second.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal abstract class EnginesAttribute(object[] values) : DataAttribute
{
    /// <summary>The engines of these rounds.</summary>
    protected abstract IEnumerable<Engine> Engines { get; }

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        IReadOnlyCollection<ITheoryDataRow> rows =
        [
            .. Engines.SelectMany(engine => values.Length == 0 ? [RowOf(engine)] : values.Select(value => RowOf(engine, value))),
        ];
        return ValueTask.FromResult(rows);
    }

    public override bool SupportsDiscoveryEnumeration() => true;

    // With a trait, so that the cases of one engine can be run alone: -trait engine=containers.
    private static TheoryDataRow RowOf(Engine engine, params object[] more) =>
        new TheoryDataRow([engine, .. more]).WithTrait("engine", engine.ToString().ToLowerInvariant());
}
