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

    /// <summary>What was tried is committed, or is to be tried once more: no end of any attempt counts from now on.</summary>
    void Clear();
}
