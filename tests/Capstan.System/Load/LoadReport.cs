using System.Globalization;

namespace Capstan.SystemTests.Load;

/// <summary>All calls of a load, in the order in which they were sent.</summary>
internal sealed record LoadReport(IReadOnlyList<Call> Calls)
{
    public IEnumerable<Call> Failed => Calls.Where(call => !call.IsOk);

    public IEnumerable<Call> FailedGets => Failed.Where(call => call.Method == "GET");

    public IEnumerable<Call> FailedPosts => Failed.Where(call => call.Method == "POST");

    /// <summary>The time within which a share of the calls was answered.</summary>
    public static TimeSpan Percentile(IEnumerable<Call> calls, double share)
    {
        var times = calls.Select(call => call.Took).Order().ToList();
        return times.Count == 0 ? TimeSpan.Zero : times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }

    /// <summary>Fails unless every call was answered 200.</summary>
    public void AssertAllOk(int least = 1)
    {
        Assert.True(Calls.Count >= least, $"only {Calls.Count} calls were made");
        AssertNone(Failed, "call failed");
    }

    /// <summary>Fails when there is any such call, showing the first.</summary>
    public void AssertNone(IEnumerable<Call> calls, string what)
    {
        var bad = calls.ToList();
        Assert.True(bad.Count == 0, $"{bad.Count} of {Calls.Count} calls: {what}\n{string.Join('\n', bad.Take(10))}");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Calls.Count} calls, {Failed.Count()} failed, p50 {Percentile(Calls, 0.5).TotalMilliseconds:0.0} ms, p99 {Percentile(Calls, 0.99).TotalMilliseconds:0.0} ms");
}
