using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Hub;

/// <summary>A slot whose folder may hold data.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Applied">What it had applied by its own word when it left; null while it is present, or when nobody knows.</param>
/// <param name="LogEnd">The log's end when it left: it can have applied nothing behind it.</param>
internal sealed record RosterEntry(int Slot, Lsn? Applied, LogPosition LogEnd)
{
    /// <summary>
    /// What the slot had when the worker came that is present: all that it gets from then on it reads from the log. Null when nobody knows;
    /// never on the disk, since a controller that starts again does not know what was told meanwhile.
    /// </summary>
    public Lsn? Before { get; init; }
}
