namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>The system's clock, which can be set forward, and stopped.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _ahead;
    private long _stood = -1;

    /// <summary>Whether nobody can read the date.</summary>
    public bool IsDateBroken { get; set; }

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() =>
        (Volatile.Read(ref _stood) is var stood and >= 0 ? stood : System.GetTimestamp()) + Volatile.Read(ref _ahead);

    public override DateTimeOffset GetUtcNow() =>
        IsDateBroken ? throw new InvalidOperationException("The date cannot be read.") : System.GetUtcNow();

    /// <summary>Sets it forward.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));

    /// <summary>Lets it stand: from now on it goes forward in jumps only.</summary>
    public void Stand() => Volatile.Write(ref _stood, System.GetTimestamp());
}
