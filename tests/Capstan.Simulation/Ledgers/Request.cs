using Capstan.Database.Queues;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Ledgers;

/// <summary>What a client asked for and was told.</summary>
internal sealed class Request(WriteIntent intent, bool endsTakers)
{
    public WriteIntent Intent => intent;

    public bool EndsTakers => endsTakers;

    /// <summary>The answer; null while the outcome is unknown.</summary>
    public Answer? Answer { get; set; }

    /// <summary>Whether an operator gave up what may hold it.</summary>
    public bool MayBeLost { get; set; }
}
