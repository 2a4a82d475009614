namespace Capstan.Client;

/// <summary>What one restore wants otherwise.</summary>
public sealed record RestoreOptions
{
    /// <summary>Its name, as of any write; null has the client make one.</summary>
    public string? Key { get; init; }

    /// <summary>Longest time with all repetitions, each of which sends the whole file. Default 10 minutes.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);
}
