namespace Capstan.Database.Snapshots;

/// <summary>Reads all rows of a worker's copy in search of damage that nothing else shows (protocol section 8).</summary>
public interface IScrubber
{
    /// <summary>One slow pass over one state of the copy.</summary>
    /// <returns>The tables whose rows do not match their running hash.</returns>
    /// <exception cref="Applying.StoreFailedException">A page cannot be read: the copy is damaged.</exception>
    Task<IReadOnlyList<string>> PassAsync(CancellationToken cancellationToken);
}
