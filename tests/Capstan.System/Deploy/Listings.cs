using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>Lists rides, a known number of times in a window, while the database scales by its reads.</summary>
/// <param name="project">The database.</param>
/// <param name="list">Lists once, and sees that the answer is right.</param>
internal sealed class Listings(ComposeProject project, Func<Task> list)
{
    private DateTimeOffset _enoughUntil;

    /// <summary>Lists so many times in one window, in which nothing else is read.</summary>
    /// <returns>The window as the orchestrator then counts it.</returns>
    public async Task<WindowView> InOneWindowAsync(int count)
    {
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var before = await WindowAsync();
            await Until.TrueAsync("the next window", TimeSpan.FromSeconds(before.Length + 5), () => DateTimeOffset.UtcNow > before.EndsAt);
            await ListAsync(count);
            var now = await CountedAsync(count, before);
            _enoughUntil = now.EndsAt;
            // On a machine that stands still for seconds a window may be over too soon.
            if (now.Index == before.Index + 1)
                return now;
        }

        throw new TimeoutException($"{count} listings never took less than a window.");
    }

    /// <summary>Sees that the running window has that many reads, so that the wanted number stays; to be called again and again.</summary>
    public async Task KeepAsync(int count)
    {
        if (DateTimeOffset.UtcNow < _enoughUntil)
            return;
        var window = await WindowAsync();
        await ListAsync(count - (int)window.Count);
        _enoughUntil = window.EndsAt;
    }

    /// <summary>The window after another with that many reads, or one after it. The status shows what the controller saw at its last pass.</summary>
    private async Task<WindowView> CountedAsync(int count, WindowView before)
    {
        var (counted, _) = await Until.SomeAsync($"{count} reads counted", TimeSpan.FromSeconds(before.Length + 5), async () =>
            await WindowAsync() is var window && (window.Index > before.Index + 1 || (window.Index > before.Index && window.Count >= count)) ? window : null);
        return counted;
    }

    private async Task<WindowView> WindowAsync() => (await project.LookAsync()).Window ?? throw new InvalidOperationException("Nothing has been read yet.");

    private async Task ListAsync(int count)
    {
        for (var listed = 0; listed < count; listed++)
            await list();
    }
}
