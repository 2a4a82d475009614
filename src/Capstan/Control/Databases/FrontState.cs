namespace Capstan.Control.Databases;

/// <summary>Where a database's API is in its life.</summary>
internal enum FrontState
{
    /// <summary>Takes requests.</summary>
    Open,

    /// <summary>Finishes those it has.</summary>
    Closing,

    /// <summary>Has none any more.</summary>
    Closed,
}
