using Capstan.Database.Log;

namespace Capstan.RabbitMq;

/// <summary>What the membership says that this worker may do now. It decides who consumes; safety never rests on it.</summary>
public interface IDuties
{
    /// <summary>Whether it takes reads: it is ready and follows, or leads while no follower is ready.</summary>
    bool MayServeReads { get; }

    /// <summary>
    /// Whether it takes writes under an epoch: it leads in it as far as it knows, no higher epoch leads, and its membership is not in
    /// doubt. What was delivered to it while this was true goes back to the queue when it becomes false.
    /// </summary>
    bool MayTakeWrites(Epoch epoch);

    /// <summary>Raised on any thread when one of them may have changed. Handlers do not block.</summary>
    event Action Changed;
}
