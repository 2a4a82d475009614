namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>What is awaited under it goes on only when something else was done first, as on a machine whose threads are busy.</summary>
/// <param name="first">What is done each time before.</param>
internal sealed class DelayingContext(Func<Task> first) : SynchronizationContext
{
    /// <summary>Begins work under it.</summary>
    public Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        Task<T>? begun = null;
        Under(() => begun = work());
        return begun!;
    }

    public override void Post(SendOrPostCallback d, object? state) => _ = Task.Run(async () =>
    {
        await first();
        Under(() => d(state));
    });

    private void Under(Action action)
    {
        var own = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(own);
        }
    }
}
