namespace Capstan.SystemTests.Load;

/// <summary>What replicas wrote down before they did it: one file per process, which outlives it.</summary>
internal static class Executions
{
    /// <summary>How often each request id was executed, over all replicas that ever lived.</summary>
    public static IReadOnlyDictionary<string, int> Count(string folder) =>
        Directory.EnumerateFiles(folder).SelectMany(File.ReadAllLines).GroupBy(id => id).ToDictionary(group => group.Key, group => group.Count());

    /// <summary>Fails when a POST was executed twice, or an answered one never.</summary>
    public static void AssertPostsOnce(string folder, LoadReport load)
    {
        var counts = Count(folder);
        var posts = load.Calls.Where(call => call.Method == "POST").ToList();
        load.AssertNone(posts.Where(call => counts.GetValueOrDefault(call.Id) > 1), "POST executed more than once");
        load.AssertNone(posts.Where(call => call.IsOk && counts.GetValueOrDefault(call.Id) != 1), "POST answered without having been executed");
    }
}
