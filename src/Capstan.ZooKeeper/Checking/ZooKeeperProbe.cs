using Capstan.ZooKeeper.Checking;

namespace Capstan.ZooKeeper;

/// <summary>Looks whether an ensemble can be used, and says what stands in the way. Leaves nothing behind on it.</summary>
public static class ZooKeeperProbe
{
    private const string Trial = "trial-of-rights";

    /// <summary>Asks each server, begins a session and tries the rights at the root, or at what there is above it.</summary>
    /// <param name="options">How the ensemble would be used.</param>
    /// <param name="timeout">Longest wait for each server and for the session.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is wrong; empty when nothing is.</returns>
    /// <exception cref="ArgumentException">The options cannot be used.</exception>
    public static async Task<IReadOnlyList<ProbeFinding>> ProbeAsync(
        ZooKeeperOptions options,
        TimeSpan timeout,
        CancellationToken cancellationToken = default)
    {
        options.Check();
        var reports = await Task.WhenAll(
            options.Servers.Select(server => FourLetterWord.AskAsync(server, options, timeout, cancellationToken)));
        var serve = reports.Count(report => report.Condition == ServerCondition.Serving);
        List<ProbeFinding> findings =
        [
            .. reports.SelectMany(report => ServerFindings.Of(report, othersServe: serve > 0 && report.Condition != ServerCondition.Serving)),
        ];
        if (serve > 0 || reports.Any(report => report.Condition == ServerCondition.Mute))
            findings.AddRange(await TrySessionAsync(options, timeout, cancellationToken));
        return findings;
    }

    private static async Task<IReadOnlyList<ProbeFinding>> TrySessionAsync(ZooKeeperOptions options, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, options.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await using var client = await ZooKeeperClient.ConnectAsync(options with { Root = "" }, limit.Token);
            return await TryWatchAsync(client, limit.Token) is { Count: > 0 } old ? old : await TryRightsAsync(client, options, limit.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            return [Fault($"There is no session within {timeout.TotalSeconds:0.#} s. {fault.Message}", "Look into the servers' logs; more than half of them must be up.")];
        }
        catch (ZooKeeperException fault)
        {
            return [Fault($"The servers refuse: {fault.Message}", "Correct user and password, or the servers' authentication.")];
        }
    }

    private static async Task<IReadOnlyList<ProbeFinding>> TryRightsAsync(ZooKeeperClient client, ZooKeeperOptions options, CancellationToken cancellationToken)
    {
        var there = "/";
        foreach (var path in options.Root.Length == 0 ? [] : NodePath.Ladder(options.Root))
        {
            if (await client.ExistsAsync(path, cancellationToken) is null)
                break;
            there = path;
        }

        // Never done, since no node has that version; a missing right shows all the same.
        var results = await client.MultiAsync(
            [NodeOperation.Create(NodePath.Under(there, Trial), default), NodeOperation.Check(there, int.MaxValue)],
            cancellationToken);
        return results[0].Error == ZooKeeperError.NoAuth || !await CanReadAsync(client, there, cancellationToken)
            ? [Fault($"{Who(options)} has no right to use {there}.", Remedy(options, there))]
            : [];
    }

    private static async Task<bool> CanReadAsync(ZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetAsync(path, cancellationToken);
            return true;
        }
        catch (ZooKeeperException fault) when (fault.Error == ZooKeeperError.NoAuth)
        {
            return false;
        }
    }

    // What tells a server's age where it may not say.
    private static async Task<IReadOnlyList<ProbeFinding>> TryWatchAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        using var watch = client.Watch("/", isRecursive: false);
        try
        {
            await using var events = watch.GetAsyncEnumerator(cancellationToken);
            await events.MoveNextAsync();
            return [];
        }
        catch (ZooKeeperException fault) when (fault.Error == ZooKeeperError.Unimplemented)
        {
            return [Fault($"{client.Server} knows no lasting watches.", "Upgrade it to 3.6 or newer.")];
        }
    }

    private static string Who(ZooKeeperOptions options) => options.Credentials is { } who ? $"User {who.User}" : "Without a user, one";

    private static string Remedy(ZooKeeperOptions options, string path) => options.Credentials is null
        ? $"Name the user and the password that {path} belongs to, or name another path."
        : $"Correct user and password, give the user all rights at {path}, or name another path.";

    private static ProbeFinding Fault(string what, string remedy) => new(what, remedy, IsHint: false);
}
