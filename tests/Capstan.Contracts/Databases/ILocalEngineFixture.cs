namespace Capstan.Contracts.Databases;

/// <summary>An engine whose log is on a disk of its own.</summary>
public interface ILocalEngineFixture : IEngineFixture
{
    /// <summary>Nothing becomes durable until the handle is disposed.</summary>
    IDisposable HoldDisk();
}
