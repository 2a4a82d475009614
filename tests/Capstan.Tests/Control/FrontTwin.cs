using Capstan.Control.Databases;

namespace Capstan.Tests.Control;

/// <summary>An API without a listener. It closes when a test lets it.</summary>
internal sealed class FrontTwin : IDatabaseFront
{
    private readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Address => "http://127.0.0.1:8081";

    public FrontReading Reading { get; set; }

    /// <summary>What it still has to finish. Default: nothing.</summary>
    public Task Busy { get; set; } = Task.CompletedTask;

    /// <summary>Completes when it was asked to close.</summary>
    public Task Closing => _closing.Task;

    public FrontReading Read() => Reading;

    public Task CloseAsync()
    {
        _closing.TrySetResult();
        return Busy;
    }
}
