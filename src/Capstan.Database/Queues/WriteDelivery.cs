namespace Capstan.Database.Queues;

/// <summary>A write as the leader gets it. Delivered again until it is acknowledged.</summary>
/// <param name="Tag">Names this delivery on the consumer's connection.</param>
/// <param name="Intent">The write.</param>
/// <param name="Now">The queue's clock at this delivery, milliseconds since 1970: the clock of <see cref="WriteIntent.Deadline"/>, one for all
/// workers where the engine has one, so that a worker's own wrong clock decides nothing.</param>
/// <param name="IsDead">Whether it was delivered too often without an acknowledgement and comes from <c>writeQ.dead</c>: it is refused,
/// never carried out.</param>
public sealed record WriteDelivery(long Tag, WriteIntent Intent, long Now, bool IsDead);
