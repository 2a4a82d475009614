namespace Capstan.Testing.Databases;

/// <summary>Where a <see cref="MemoryStore"/> can be told to fail.</summary>
public enum StoreStep
{
    Begin,
    Execute,
    Load,
    Import,
    Keep,
    Commit,
    Purge,
}
