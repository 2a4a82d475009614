using Capstan.Database.Log;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>What became of one request id so far, however often its client sent it. Guarded by the queue's lock.</summary>
internal sealed class RequestFailures(RequestId id)
{
    public RequestId Id => id;

    /// <summary>Leaders that had it and ended without an answer to it.</summary>
    public int Count { get; set; }

    /// <summary>Writes of this id in the queue.</summary>
    public int Entries { get; set; }

    /// <summary>Whether it is to be refused.</summary>
    public bool IsDead { get; set; }

    /// <summary>Whether that is to be forgotten with its last write in the queue.</summary>
    public bool IsForgotten { get; set; }
}
