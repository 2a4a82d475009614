namespace Capstan.Database.Embedded.Queueing;

/// <summary>Whether a worker can take a read.</summary>
internal enum TurnOutcome
{
    /// <summary>This one does.</summary>
    Chosen,

    /// <summary>One may, once it has room.</summary>
    Busy,

    /// <summary>None that has not had it already.</summary>
    Nobody,
}
