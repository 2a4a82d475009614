using System.IO.Pipelines;
using Samples.Shared;

namespace SelfieLess.Store.Acts;

/// <summary>An image that stays in the store until somebody wants it.</summary>
public interface IActImage
{
    /// <summary>Writes the image, base64 text, piece by piece.</summary>
    /// <exception cref="StoreException">The image cannot be read or is damaged; some of it may have been written.</exception>
    ValueTask WriteToAsync(PipeWriter target, CancellationToken cancellationToken);
}
