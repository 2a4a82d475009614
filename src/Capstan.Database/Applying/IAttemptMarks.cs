using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>
/// Remembers, beyond the end of the process but not of the machine, which record was being applied when it ended (protocol section 2:
/// a record that has ended two attempts is not tried again).
/// </summary>
public interface IAttemptMarks
{
    /// <summary>How many attempts in a row ended at a record that is not applied.</summary>
    int EndsAt(Lsn lsn);

    /// <summary>A record is about to be applied. Cheap: called for each.</summary>
    void Trying(Lsn lsn);

    /// <summary>What was tried is committed.</summary>
    void Clear();

    /// <summary>
    /// A record is known to have no effect although this copy got over it: it counts as one that is not tried again, for the copy too
    /// that takes the place of this one. So marks are kept when a copy is set aside.
    /// </summary>
    void Condemn(Lsn lsn);

    /// <summary>A record is to be tried once more: its ends count no longer.</summary>
    void Acquit(Lsn lsn);
}
