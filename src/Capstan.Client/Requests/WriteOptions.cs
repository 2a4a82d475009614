namespace Capstan.Client;

/// <summary>What one write wants otherwise than its client's options say.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// The write's name: 1 to 200 printable ASCII characters without spaces. However often it is sent, by whatever program, it is done once
    /// and each answer is the first one. Null has the client make one, which all repetitions of this call carry.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>
    /// Whether the statements do no harm when they are done twice, so that the write needs no name and the database has none to remember: for
    /// many small writes that would fill the names that it keeps. A refusal then tells of the last attempt alone. Default false. Not together with <see cref="Key"/>.
    /// </summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Longest time with all repetitions; null takes <see cref="DatabaseClientOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }
}
