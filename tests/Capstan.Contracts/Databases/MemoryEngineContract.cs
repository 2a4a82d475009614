namespace Capstan.Contracts.Databases;

/// <summary>The twin keeps the contract.</summary>
public sealed class MemoryEngineContract : LocalEngineContract<MemoryFixture>;
