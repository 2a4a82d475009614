using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Queues;

namespace Capstan.Database.Tests.Embedded.Queueing;

/// <summary>A worker that only notes what it gets.</summary>
internal sealed class FakeSink(int slot = 0) : IWriteSink, IReadSink
{
    public Guid Id { get; } = Guid.NewGuid();

    public int Slot => slot;

    public bool HasRoom { get; set; } = true;

    public List<WriteDelivery> Writes { get; } = [];

    public List<ReadDelivery> Reads { get; } = [];

    public IEnumerable<string> Requests => Writes.Select(write => write.Intent.Request.Value);

    public void Post(WriteDelivery delivery) => Writes.Add(delivery);

    public void Post(ReadDelivery delivery) => Reads.Add(delivery);

    public void Flush()
    {
    }
}
