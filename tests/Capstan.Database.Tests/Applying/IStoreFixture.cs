using Capstan.Database.Applying;

namespace Capstan.Database.Tests.Applying;

/// <summary>Where the stores of one contract test live.</summary>
public interface IStoreFixture : IDisposable
{
    /// <summary>Opens the copy, as a process does at its start; the one opened before is dead then, without a farewell.</summary>
    IReplicaStore Open();

    /// <summary>Attempt marks as the process that opened last has them.</summary>
    IAttemptMarks Marks { get; }

    /// <summary>Ends the process without a farewell; the next <see cref="Open"/> is the next process.</summary>
    void Crash();

    /// <summary>Writes what is committed as a file to restore from, and tells where it is.</summary>
    string Save();
}
