using Capstan.Database.Log;
using Capstan.Database.Queues;

namespace Capstan.Database.Leadership;

/// <summary>A record that the leader published and has not read back, with all deliveries that wait for it.</summary>
/// <param name="Lsn">Where it was published.</param>
/// <param name="BodyHash">What it asks for.</param>
/// <param name="Waiting">The deliveries.</param>
internal sealed record PendingWrite(Lsn Lsn, Digest BodyHash, List<WriteDelivery> Waiting);
