namespace Capstan.SystemTests.Story;

/// <summary>
/// Tests that start containers of the SelfieLessActs sample, which a look at <c>docker ps</c> cannot tell apart, or all of <c>deploy/</c>, which is
/// much for a small machine: one at a time.
/// </summary>
[CollectionDefinition(nameof(ActsContainers))]
public sealed class ActsContainers;
