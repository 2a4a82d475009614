using Capstan.Gateway.Fast.Loops;

namespace Capstan.Gateway.Tests.Fast.Loops;

/// <summary>Something timed that remembers when it was looked at.</summary>
internal sealed class Alarm : Timed
{
    public List<long> Rung { get; } = [];

    public Action? Then { get; set; }

    public override void OnDue(long now)
    {
        Rung.Add(now);
        Then?.Invoke();
    }

    public override void Abort() => throw new InvalidOperationException("Nothing aborts an alarm.");
}
