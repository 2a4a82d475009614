namespace Capstan.Gateway.Logging;

/// <summary>How a request ended, as far as its status does not say it.</summary>
internal enum AccessEnd : byte
{
    /// <summary>The client got a whole answer.</summary>
    Whole,

    /// <summary>The client went away, or took nothing for too long.</summary>
    ClientGone,

    /// <summary>The target broke off inside its answer.</summary>
    BrokenOff,
}
