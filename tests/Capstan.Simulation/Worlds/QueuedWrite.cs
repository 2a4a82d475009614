using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Queues;
using Capstan.Simulation.Workers;

namespace Capstan.Simulation.Worlds;

/// <summary>A write on the queue.</summary>
internal sealed class QueuedWrite(WriteIntent intent, bool endsTakers, RequestFailures failures)
{
    public WriteIntent Intent => intent;

    /// <summary>Whether it ends whoever takes it.</summary>
    public bool EndsTakers => endsTakers;

    public RequestFailures Failures => failures;

    public bool IsDead => failures.IsDead;

    /// <summary>Who has it and has not acknowledged it; null when it waits.</summary>
    public Life? Holder { get; set; }

    public long Tag { get; set; }
}
