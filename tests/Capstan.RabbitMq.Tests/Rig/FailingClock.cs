namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>The system's clock, which fails when it is told to: a stand-in for any fault in a program that nobody foresaw.</summary>
internal sealed class FailingClock : TimeProvider
{
    private int _fails;

    /// <summary>The next looks at the wall clock fail.</summary>
    public void Fail(int times) => Volatile.Write(ref _fails, times);

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Decrement(ref _fails) < 0 ? base.GetUtcNow() : throw new InvalidOperationException("unforeseen");
}
