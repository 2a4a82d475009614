using System.Diagnostics;

namespace Capstan.SystemTests.Harness;

/// <summary>Waits for a state of the world that nothing announces, by looking again and again until a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until <paramref name="look"/> gives a value.</summary>
    /// <returns>The value and how long it took.</returns>
    /// <exception cref="TimeoutException">It did not within <paramref name="limit"/>.</exception>
    public static async Task<(T Value, TimeSpan Took)> SomeAsync<T>(string what, TimeSpan limit, Func<Task<T?>> look, Func<string>? seen = null)
        where T : class
    {
        var begin = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            if (await look() is { } value)
                return (value, Stopwatch.GetElapsedTime(begin));
            if (Stopwatch.GetElapsedTime(begin) > limit)
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}. {seen?.Invoke()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks until <paramref name="look"/> is true.</summary>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(string what, TimeSpan limit, Func<Task<bool>> look, Func<string>? seen = null) =>
        (await SomeAsync(what, limit, async () => await look() ? "" : null, seen)).Took;

    /// <summary>Looks until <paramref name="look"/> is true.</summary>
    public static Task<TimeSpan> TrueAsync(string what, TimeSpan limit, Func<bool> look, Func<string>? seen = null) =>
        TrueAsync(what, limit, () => Task.FromResult(look()), seen);

    /// <summary>Lets a time pass during which the test does nothing: how long a fault lasts.</summary>
    public static Task PassedAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    /// <summary>Watches for a while that something never happens.</summary>
    public static async Task NeverAsync(string what, TimeSpan watch, Func<Task<bool>> look)
    {
        var begin = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (Stopwatch.GetElapsedTime(begin) < watch)
        {
            Assert.False(await look(), what);
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
