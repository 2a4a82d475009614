namespace Capstan.Gateway.Balancing;

/// <summary>What a change of targets did to the panic rule.</summary>
internal enum PanicChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It came into force.</summary>
    Started,

    /// <summary>It went out of force.</summary>
    Ended,
}
