namespace Capstan.Database.Embedded.Wire;

/// <summary>What a worker asks for and waits.</summary>
internal enum CallKind : byte
{
    /// <summary>The log's end.</summary>
    LogEnd = 1,

    /// <summary>A new epoch above one.</summary>
    TakeEpoch = 2,

    /// <summary>To be the leader of an epoch.</summary>
    TakeLead = 3,

    /// <summary>The snapshots.</summary>
    ListSnapshots = 4,

    /// <summary>To take over a file as a snapshot.</summary>
    OfferSnapshot = 5,

    /// <summary>To set snapshots from an LSN on aside.</summary>
    DiscardSnapshots = 6,

    /// <summary>To set one damaged file aside.</summary>
    SetAside = 7,
}
