using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>What follows from the log alone, up to the record that was read last (protocol section 2).</summary>
/// <param name="Epoch">Highest epoch of any marker.</param>
/// <param name="Lsn">LSN of the last valid record.</param>
/// <param name="Chain">Its hash.</param>
public readonly record struct ScanState(Epoch Epoch, Lsn Lsn, Digest Chain);
