namespace Capstan.SystemTests.Story;

/// <summary>Tests that start containers of the SelfieLessActs sample, which a look at <c>docker ps</c> cannot tell apart: one at a time.</summary>
[CollectionDefinition(nameof(ActsContainers))]
public sealed class ActsContainers;
