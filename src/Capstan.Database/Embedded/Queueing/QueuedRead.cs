using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A read from its caller's call to its answer. Guarded by the queue's lock.</summary>
internal sealed class QueuedRead(ReadQuery query)
{
    private readonly List<Guid> _tried = new(2);

    public ReadQuery Query { get; } = query;

    public TaskCompletionSource<Answer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Workers that have it and have not answered.</summary>
    public int Outstanding { get; set; }

    /// <summary>Whether it was sent once more because nobody had answered in time.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>What a worker said that could not serve it.</summary>
    public Answer? Refusal { get; set; }

    /// <summary>Its place in the queue; null while it does not wait for a worker.</summary>
    public LinkedListNode<QueuedRead>? Node { get; set; }

    public bool IsDone => Answer.Task.IsCompleted;

    public bool WasWith(Guid worker) => _tried.Contains(worker);

    public void GoesTo(Guid worker)
    {
        _tried.Add(worker);
        Outstanding++;
    }
}
