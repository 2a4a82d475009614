using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A read from its caller's call to its answer. Guarded by the queue's lock.</summary>
internal sealed class QueuedRead(ReadQuery query)
{
    private readonly List<Guid> _tried = new(2);

    public ReadQuery Query { get; } = query;

    // Whoever waits goes on at once, on the thread that brings the answer: so it must never be completed under a lock.
    private readonly TaskCompletionSource<Answer> _answer = new();

    /// <summary>What the caller waits for.</summary>
    public Task<Answer> Answer => _answer.Task;

    /// <summary>Workers that have it and have not answered.</summary>
    public int Outstanding { get; set; }

    /// <summary>Whether it was sent once more because nobody had answered in time.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>What a worker said that could not serve it.</summary>
    public Answer? Refusal { get; set; }

    /// <summary>Its place in the queue; null while it does not wait for a worker.</summary>
    public LinkedListNode<QueuedRead>? Node { get; set; }

    /// <summary>Whether its outcome is decided; the caller may not know yet.</summary>
    public bool IsDone { get; set; }

    /// <summary>Gives the caller the outcome. Under no lock.</summary>
    public void End(Answer answer) => _answer.TrySetResult(answer);

    /// <inheritdoc cref="End(Answer)" />
    public void End(Exception fault) => _answer.TrySetException(fault);

    /// <inheritdoc cref="End(Answer)" />
    public void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);

    public bool WasWith(Guid worker) => _tried.Contains(worker);

    public void GoesTo(Guid worker)
    {
        _tried.Add(worker);
        Outstanding++;
    }
}
