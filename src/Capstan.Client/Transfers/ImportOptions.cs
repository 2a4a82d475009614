namespace Capstan.Client;

/// <summary>What one import wants otherwise.</summary>
public sealed record ImportOptions
{
    /// <summary>Its name, as of any write; null has the client make one.</summary>
    public string? Key { get; init; }

    /// <summary>Whether tables that do not exist are created as the file has them; takes the admin's token. Default: such a file is refused.</summary>
    public bool MayCreate { get; init; }

    /// <summary>Longest time with all repetitions, each of which sends the whole file. Default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);
}
