using Capstan.Database.Embedded.Queueing;
using Capstan.Database.Queues;
using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Embedded.Hub;

/// <summary>Both queues as the front sees them.</summary>
internal sealed class EngineQueues(WriteQueue writes, ReadQueue reads) : IRequestQueues
{
    public Task<Answer> WriteAsync(WriteIntent intent, CancellationToken cancellationToken) => writes.WriteAsync(intent, cancellationToken);

    public Task<Answer> ReadAsync(ReadQuery query, CancellationToken cancellationToken) => reads.ReadAsync(query, cancellationToken);
}
