using Capstan.Database.Reading;

namespace Capstan.Database.Queues;

/// <summary>A read as a worker gets it.</summary>
/// <param name="Tag">Names this delivery on the consumer's connection.</param>
/// <param name="Query">The read.</param>
public sealed record ReadDelivery(long Tag, ReadQuery Query);
