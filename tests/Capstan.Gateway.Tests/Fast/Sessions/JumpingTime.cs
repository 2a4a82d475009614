namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>The system's clock, which can be set forward.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _ahead;

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() + Volatile.Read(ref _ahead);

    /// <summary>Sets it forward.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _ahead, (long)(by.TotalSeconds * TimestampFrequency));
}
