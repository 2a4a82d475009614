using Capstan.Database.Statements;

namespace Capstan.Database.Reading;

/// <summary>One state of a copy, for reads one after the other. Disposing of it lets go of the state.</summary>
public interface IReadState : IDisposable
{
    /// <summary>Whether a fault ended it: the next read needs a new one.</summary>
    bool HasEnded { get; }

    /// <summary>
    /// Carries out a read; <see cref="Answer.Lsn"/> is what this very state has applied. Faults of the statements, limits and time are
    /// answers; a copy that cannot be read is a <see cref="Applying.StoreFailedException"/>.
    /// </summary>
    Answer Read(ReadQuery query);
}
