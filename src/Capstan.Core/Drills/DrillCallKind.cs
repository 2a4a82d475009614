namespace Capstan.Core.Drills;

/// <summary>What a call of a drill's load is.</summary>
public enum DrillCallKind
{
    /// <summary>Inserts one row.</summary>
    Write,

    /// <summary>Asks in a session how far a writer has come.</summary>
    Read,

    /// <summary>A GET of a service.</summary>
    Request,
}
