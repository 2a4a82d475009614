using Capstan.Database.Queues;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A worker that takes writes.</summary>
internal interface IWriteSink
{
    /// <summary>Whether more can be sent to it now.</summary>
    bool HasRoom { get; }

    /// <summary>Notes a delivery; called under the queue's lock.</summary>
    void Post(WriteDelivery delivery);

    /// <summary>Sends what was noted; called under no lock.</summary>
    void Flush();
}
