namespace Capstan.Database.Leadership;

/// <summary>Where a worker is on its way to leading (protocol section 4). Only goes down the list, or back to the first.</summary>
internal enum WorkerRole
{
    /// <summary>Follows.</summary>
    Following,

    /// <summary>Asked for an epoch.</summary>
    Asking,

    /// <summary>Published its marker and reads on to it.</summary>
    Draining,

    /// <summary>Has to learn whether the log is whole.</summary>
    Proving,

    /// <summary>Gives the log back what it lost.</summary>
    Repairing,

    /// <summary>Asks to be shown as the leader.</summary>
    Claiming,

    /// <summary>Leads.</summary>
    Leading,
}
