namespace Capstan.Contracts.Databases;

/// <summary>The embedded engine keeps the contract.</summary>
public sealed class EmbeddedEngineContract : LocalEngineContract<EmbeddedFixture>;
