namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>The system's clock, which fails once when it is told to: a stand-in for any fault in a program that nobody foresaw.</summary>
internal sealed class FailingClock : TimeProvider
{
    private int _fails;

    /// <summary>The next look at the wall clock fails.</summary>
    public void FailOnce() => Volatile.Write(ref _fails, 1);

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Exchange(ref _fails, 0) == 0 ? base.GetUtcNow() : throw new InvalidOperationException("unforeseen");
}
