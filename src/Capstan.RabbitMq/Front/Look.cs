namespace Capstan.RabbitMq.Front;

/// <summary>What the broker says of its queues.</summary>
/// <param name="Readers">Workers that consume <c>readQ</c>.</param>
/// <param name="Writes">Messages in <c>writeQ</c>.</param>
/// <param name="Dead">Messages in <c>writeQ.dead</c>.</param>
/// <param name="LogMessages">Messages in <c>syncQ</c>.</param>
internal sealed record Look(int Readers, int Writes, int Dead, long LogMessages)
{
    /// <summary>Before the first look.</summary>
    public static Look None { get; } = new(0, 0, 0, 0);
}
