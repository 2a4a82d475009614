using Capstan.SystemTests.Faults;

namespace Capstan.SystemTests.Servers;

/// <summary>A theory about the broker or the ensemble, for the engines that have them; with workers in containers in full rounds alone.</summary>
internal sealed class OnServersAttribute(params object[] values) : EnginesAttribute(values)
{
    protected override IEnumerable<Engine> Engines => Rounds.HaveAllCases ? [Engine.Servers, Engine.Containers] : [Engine.Servers];
}
