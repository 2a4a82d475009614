namespace Capstan.Control.Databases;

/// <summary>The API of one database, as the controller needs it.</summary>
internal interface IDatabaseFront
{
    /// <summary>Base URL that a client on this machine can use.</summary>
    string Address { get; }

    /// <summary>Its totals since the start. Cheap; any thread.</summary>
    FrontReading Read();

    /// <summary>Takes nothing new and returns when what it has is answered or has met its deadline. May be called again.</summary>
    Task CloseAsync();
}
