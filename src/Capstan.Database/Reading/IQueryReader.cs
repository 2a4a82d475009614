namespace Capstan.Database.Reading;

/// <summary>Reads a worker's copy beside its writer. For any number of threads at once.</summary>
public interface IQueryReader : IDisposable
{
    /// <summary>Takes hold of the state that the copy is in no earlier than now.</summary>
    /// <param name="cancellationToken">Interrupts the reads of this state.</param>
    /// <exception cref="Applying.StoreFailedException">The copy cannot be read.</exception>
    IReadState Begin(CancellationToken cancellationToken);
}
