namespace Capstan.Containers;

/// <summary>Makes sure that images are at hand before replicas are started from them.</summary>
public interface IImageStore
{
    /// <summary>
    /// Returns when the image is present, pulling it if it is not.
    /// </summary>
    /// <param name="image">Name with tag or digest; no tag means <c>latest</c>.</param>
    /// <param name="progress">Hears about a pull.</param>
    /// <param name="cancellationToken">Ends the wait; what was pulled so far is kept by the engine.</param>
    /// <returns>Null on success, otherwise one sentence that says what is wrong and what to do.</returns>
    /// <exception cref="RuntimeUnavailableException">The engine does not answer or refuses.</exception>
    Task<string?> EnsureAsync(string image, IProgress<PullProgress> progress, CancellationToken cancellationToken);
}
