using Capstan.Containers;

namespace Capstan.Tests.Control;

/// <summary>An image store whose pulls of <c>slow</c> never end by themselves; every other image is there.</summary>
internal sealed class SlowImages : IImageStore
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a pull that does not end has begun.</summary>
    public Task Pulling => _asked.Task;

    public async Task<string?> EnsureAsync(string image, IProgress<PullProgress> progress, CancellationToken cancellationToken)
    {
        if (image != "slow")
            return null;
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return null;
    }
}
