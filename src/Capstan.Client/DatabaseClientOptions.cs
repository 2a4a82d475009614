namespace Capstan.Client;

/// <summary>Where a database is and how it is asked.</summary>
public sealed record DatabaseClientOptions
{
    /// <summary>Default of <see cref="Deadline"/>.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="Attempt"/>.</summary>
    public static readonly TimeSpan DefaultAttempt = TimeSpan.FromSeconds(10);

    /// <summary>Shortest time that a database waits for anything: 100 ms.</summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time that it waits for one attempt of a write, and longest staleness: 60 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>Base of the database's API, <c>http</c> or <c>https</c>, for example <c>http://127.0.0.1:8081</c>.</summary>
    public required Uri Address { get; init; }

    /// <summary>Bearer token; null for an open database.</summary>
    public string? Token { get; init; }

    /// <summary>Longest time of one operation with all its repetitions. Default 30 s, at least 100 ms.</summary>
    public TimeSpan Deadline { get; init; } = DefaultDeadline;

    /// <summary>
    /// Longest wait for one answer, after which the operation is sent again. Default 10 s, 100 ms to 60 s. The database is told to give up
    /// shortly before, so that its own answer comes in time.
    /// </summary>
    public TimeSpan Attempt { get; init; } = DefaultAttempt;

    /// <summary>How fresh reads are that do not say. Default <see cref="ReadLevel.Session"/>.</summary>
    public ReadLevel Level { get; init; } = ReadLevel.Session;

    /// <summary>How stale reads of <see cref="ReadLevel.Any"/> may be that do not say, 100 ms to 60 s; null leaves it to the database (5 s).</summary>
    public TimeSpan? MaxStaleness { get; init; }

    /// <summary>Measures deadlines and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Numbers from 0 up to 1, for pauses that differ between clients; called from any thread. Null takes the system's.</summary>
    public Func<double>? Chance { get; init; }

    /// <summary>
    /// Told of every attempt of a query or write that failed, before it is repeated or given up, on whatever thread that came to be known.
    /// Null tells nobody. Must be quick and not throw.
    /// </summary>
    public Action<DatabaseException>? AttemptFailed { get; init; }

    /// <summary>Refuses what cannot be used.</summary>
    /// <exception cref="ArgumentException">Something cannot; the message names it.</exception>
    internal void Check()
    {
        if (!Address.IsAbsoluteUri || Address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"The database's address is '{Address}'; give an absolute http or https URL, for example http://127.0.0.1:8081.");
        if (Token is not null && (Token.Length == 0 || Token.Any(c => c is <= ' ' or >= '\x7f')))
            throw new ArgumentException("The database's token is empty or has a space or a character beyond ASCII; give it as it was issued.");
        if (Deadline < ShortestWait)
            throw new ArgumentException($"The deadline is {Deadline}; give at least 100 ms.");
        if (Attempt < ShortestWait || Attempt > LongestWait)
            throw new ArgumentException($"The time of one attempt is {Attempt}; give 100 ms to 60 s.");
        CheckStaleness(MaxStaleness);
    }

    /// <summary>Refuses a staleness that the database does not know.</summary>
    /// <exception cref="ArgumentException">It is out of range.</exception>
    internal static void CheckStaleness(TimeSpan? staleness)
    {
        if (staleness is { } age && (age < ShortestWait || age > LongestWait))
            throw new ArgumentException($"The staleness is {age}; give 100 ms to 60 s.");
    }
}
