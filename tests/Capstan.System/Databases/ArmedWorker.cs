using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>A worker that ends, or fails, at a place of its program that a test has named.</summary>
internal static class ArmedWorker
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Starts a follower anew with a place armed.</summary>
    /// <returns>Its process.</returns>
    public static async Task<int> FollowAsync(DatabaseUnderTest database, string form)
    {
        var victim = (await database.HealedAsync()).Following[0];
        await File.WriteAllTextAsync(Path.Combine(database.FolderOf(victim.Slot), "failpoint"), form);
        Signals.Send(victim.Pid!.Value, Signals.Kill);
        var (status, _) = await database.WhenAsync("the armed worker ready", Limit, view => view.IsWhole && view.At(victim.Slot).Pid != victim.Pid);
        return status.At(victim.Slot).Pid!.Value;
    }

    /// <summary>Has the only follower lead, with a place armed.</summary>
    /// <returns>Its process, which lives: what fires from now on fires in a leader.</returns>
    public static async Task<int> LeadAsync(DatabaseUnderTest database, string form)
    {
        var armed = await FollowAsync(database, form);
        Signals.Send((await database.LeaderAsync()).Pid!.Value, Signals.Kill);
        await database.WhenAsync("the armed worker leads", Limit, view => view.IsWhole && view.Leader?.Pid == armed);
        Assert.True(LeftBehind.IsAlive(armed), $"it ended before anything was asked of it: {form}");
        return armed;
    }
}
