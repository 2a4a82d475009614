namespace Capstan.Client;

/// <summary>What one write wants otherwise than its client's options say.</summary>
public sealed record WriteOptions
{
    /// <summary>
    /// The write's name: 1 to 200 printable ASCII characters without spaces. However often it is sent, by whatever program, it is done once
    /// and each answer is the first one. Null has the client make one, which all repetitions of this call carry.
    /// </summary>
    public string? Key { get; init; }

    /// <summary>Longest time with all repetitions; null takes <see cref="DatabaseClientOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }
}
