using Capstan.Database.Queues;

namespace Capstan.Database.Embedded.Queueing;

/// <summary>A worker that takes reads.</summary>
internal interface IReadSink
{
    /// <summary>Names this life of its process.</summary>
    Guid Id { get; }

    /// <summary>Its slot.</summary>
    int Slot { get; }

    /// <summary>Whether more can be sent to it now.</summary>
    bool HasRoom { get; }

    /// <summary>Notes a delivery; called under the queue's lock.</summary>
    void Post(ReadDelivery delivery);

    /// <summary>Sends what was noted; called under no lock.</summary>
    void Flush();
}
