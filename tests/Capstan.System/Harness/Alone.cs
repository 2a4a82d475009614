namespace Capstan.SystemTests.Harness;

/// <summary>Tests that measure time or load the machine: no other test runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
