using Capstan.SystemTests.Faults;
using Xunit.Sdk;
using Xunit.v3;

namespace Capstan.SystemTests.Servers;

/// <summary>Finds no case unless the rounds are full.</summary>
public sealed class FullRoundsDiscoverer : TheoryDiscoverer
{
    public override ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute) =>
        Rounds.HaveAllCases ? base.Discover(discoveryOptions, testMethod, factAttribute) : ValueTask.FromResult<IReadOnlyCollection<IXunitTestCase>>([]);
}
