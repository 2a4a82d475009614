using Capstan.Database.Statements;

namespace Capstan.Database.Reading;

/// <summary>Reads a worker's copy beside its writer. For any number of threads at once.</summary>
public interface IQueryReader : IDisposable
{
    /// <summary>
    /// Carries out a read in one read transaction; <see cref="Answer.Lsn"/> is what that very state had applied. Faults of the
    /// statements, limits and time are answers; a copy that cannot be read is a <see cref="Applying.StoreFailedException"/>.
    /// </summary>
    Answer Read(ReadQuery query, CancellationToken cancellationToken);
}
