namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Something that serves until it is disposed of; what went wrong in it fails the test then.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _work;

    public Serving(Func<CancellationToken, Task> work) => _work = work(_ends.Token);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _work;
        _ends.Dispose();
    }
}
