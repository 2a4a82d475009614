namespace Capstan.Client;

/// <summary>What one read wants otherwise than its client's options say.</summary>
public sealed record ReadOptions
{
    /// <summary>How fresh it must be; null takes <see cref="DatabaseClientOptions.Level"/>.</summary>
    public ReadLevel? Level { get; init; }

    /// <summary>A log position that it must show at least, beside what the session has seen. Default 0. Not for <see cref="ReadLevel.Any"/>.</summary>
    public long Position { get; init; }

    /// <summary>How stale a read of <see cref="ReadLevel.Any"/> may be: 100 ms to 60 s; null takes <see cref="DatabaseClientOptions.MaxStaleness"/>.</summary>
    public TimeSpan? MaxStaleness { get; init; }

    /// <summary>Longest time with all repetitions; null takes <see cref="DatabaseClientOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }
}
