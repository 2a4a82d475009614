using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>The files that restore and import records name, present on this worker's disk before such a record is applied.</summary>
public interface IRestoreFiles
{
    /// <summary>Path of a whole, checked file.</summary>
    /// <exception cref="StoreFailedException">It is not here.</exception>
    string PathOf(Digest digest);
}
