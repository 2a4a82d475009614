namespace Capstan.History.Checking;

/// <summary>What must hold once everything is healed.</summary>
public enum Rule
{
    /// <summary>Every acknowledged write is on every worker exactly once, at the LSN that its answer named.</summary>
    Kept,

    /// <summary>No request took effect twice, a refused one not at all.</summary>
    Once,

    /// <summary>All workers hold the same.</summary>
    Same,

    /// <summary>Epochs never fall along the log, each had one owner, no LSN has two contents.</summary>
    OneHistory,

    /// <summary>Every call ended in time, none with a fault of the server's.</summary>
    Answered,

    /// <summary>Reads showed what their position and their session demand.</summary>
    Fresh,

    /// <summary>Calls fit into one order that respects real time.</summary>
    Linear,
}
