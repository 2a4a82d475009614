namespace Capstan.RabbitMq.Connecting;

/// <summary>
/// Asks a question once for all who wait: whoever comes while it is on its way shares the next one, which is asked as soon as that is
/// answered. An answer to a question from before one came would be too old. For any thread.
/// </summary>
/// <param name="ask">Asks.</param>
internal sealed class SharedQuestion<T>(Func<Task<T>> ask)
{
    private readonly Lock _lock = new();
    private Task<T>? _asked;
    private Task<T>? _next;

    /// <summary>The answer as of a moment after this call.</summary>
    public Task<T> AskAsync()
    {
        lock (_lock)
        {
            if (_next is not null)
                return _next;
            return _asked is { IsCompleted: false } ? _next = AskBehindAsync(_asked) : _asked = ask();
        }
    }

    private async Task<T> AskBehindAsync(Task<T> before)
    {
        await ((Task)before).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> own;
        lock (_lock)
        {
            // Nobody may join this question any more: it is on its way.
            _asked = own = ask();
            _next = null;
        }

        return await own;
    }
}
