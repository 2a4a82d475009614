using System.Diagnostics;

namespace Capstan.Gateway.Tests.Rig;

internal static class Eventually
{
    /// <summary>Looks again and again, for at most ten seconds, until a state that announces itself to nobody is reached.</summary>
    public static async Task TrueAsync(Func<bool> condition, double seconds = 10)
    {
        var start = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < seconds, "The state was not reached in time.");
            await ticks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
