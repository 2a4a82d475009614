using Capstan.Database.Log;

namespace Capstan.RabbitMq.Log;

/// <summary>A message of the log as it was delivered.</summary>
/// <param name="Position">Where it stands: its offset and 1.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Tag">Names the delivery on its channel.</param>
internal readonly record struct StreamEntry(LogPosition Position, byte[] Bytes, ulong Tag);
