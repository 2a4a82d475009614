using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Session;

/// <summary>A message of <c>writeQ</c> or <c>writeQ.dead</c> that this worker has and has not acknowledged.</summary>
/// <param name="message">The delivery.</param>
/// <param name="content">What it carries.</param>
/// <param name="before">Deliveries before this one that ended without an acknowledgement.</param>
/// <param name="isDead">Whether it comes from <c>writeQ.dead</c>.</param>
internal sealed class HeldWrites(OpenMessage message, WriteMessage content, int before, bool isDead)
{
    /// <summary>Deliveries from which on a message may have ended those that had it.</summary>
    public const int SuspectFrom = 3;

    /// <summary>Deliveries from which on one that waits behind a suspect is sent anew, so that it does not die of its neighbour.</summary>
    public const int EndangeredFrom = Topology.DeliveryLimit / 2;

    public OpenMessage Message => message;

    public WriteMessage Content => content;

    public bool IsDead => isDead;

    /// <summary>Whether <c>writeQ</c> had no room for what it carries: then it is carried out as it is.</summary>
    public bool IsStuck { get; set; }

    /// <summary>Whether leaders ended that had it, so that it is carried out beside no other.</summary>
    public bool IsSuspect => content.IsSuspect || before >= SuspectFrom;

    /// <summary>Whether what it carries is to be sent as messages of their own: one of them ended the leaders, and the others are innocent.</summary>
    public bool MustSplit => IsSuspect && content.Writes.Count > 1 && !IsStuck;

    /// <summary>Whether a few more ends of leaders make it a dead letter, whoever's doing they are.</summary>
    public bool IsEndangered => before >= EndangeredFrom && !IsStuck;
}
