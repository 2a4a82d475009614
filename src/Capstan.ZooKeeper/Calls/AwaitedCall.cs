using Capstan.ZooKeeper.Wire;

namespace Capstan.ZooKeeper.Calls;

/// <summary>A call that somebody waits for.</summary>
/// <param name="op">Its kind.</param>
/// <param name="path">The node that it is about, as the caller named it.</param>
/// <param name="body">Its body as the protocol has it.</param>
/// <param name="read">Reads its answer.</param>
internal sealed class AwaitedCall<T>(OpCode op, string path, JuteWriter body, ReadAnswer<T> read) : Call(op, path, body)
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its outcome. What waits for it runs elsewhere, never within the session.</summary>
    public Task<T> Outcome => _outcome.Task;

    /// <summary>An error that is an answer here: nothing. <see cref="ZooKeeperError.Ok"/> leaves all errors as they are.</summary>
    public ZooKeeperError NullFor { get; init; }

    /// <summary>Told of the answer within the session, before anything that comes after it; a watch is noted here.</summary>
    public Action<ZooKeeperError>? Answered { get; init; }

    /// <inheritdoc />
    public override bool IsOver => _outcome.Task.IsCompleted;

    /// <inheritdoc />
    public override void Take(ZooKeeperError error, ref JuteReader answer)
    {
        var value = error == ZooKeeperError.Ok ? read(ref answer) : default;
        Answered?.Invoke(error);
        if (error == ZooKeeperError.Ok || error == NullFor)
            _outcome.TrySetResult(value!);
        else
            _outcome.TrySetException(new ZooKeeperException(error, Path));
    }

    /// <inheritdoc />
    public override void Fail(Exception fault)
    {
        _outcome.TrySetException(fault);

        // Whoever waits gets it all the same; that nobody waits any more is no event for the process.
        _ = _outcome.Task.Exception;
    }

    /// <summary>Gives it up; an answer that still comes is dropped.</summary>
    public void Cancel(CancellationToken cancellationToken) => _outcome.TrySetCanceled(cancellationToken);
}
