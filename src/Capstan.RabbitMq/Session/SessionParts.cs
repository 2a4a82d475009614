using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Log;

namespace Capstan.RabbitMq.Session;

/// <summary>
/// The connections of a worker and what is opened once on them. What it sends goes apart from what it gets: a broker that is short of
/// memory stops listening to connections that publish, acknowledgements included.
/// </summary>
internal sealed class SessionParts : IAsyncDisposable
{
    private SessionParts(BrokerLink publishing, BrokerLink consuming) => (Publishing, Consuming) = (publishing, consuming);

    public BrokerLink Publishing { get; }

    public BrokerLink Consuming { get; }

    public required LogWriter Writer { get; init; }

    public required LogEnds Ends { get; init; }

    public required AnswerDesk Desk { get; init; }

    public required WriteRenewal Renewal { get; init; }

    /// <summary>Opens all of it.</summary>
    /// <returns>Null when the broker is away or its queues are not there yet.</returns>
    /// <exception cref="Database.Engines.EngineException">Another attempt will not help.</exception>
    public static async Task<SessionParts?> TryOpenAsync(BrokerConnector connector, BrokerSettings settings, CancellationToken cancellationToken)
    {
        var links = new List<BrokerLink>();
        SessionParts? parts = null;
        try
        {
            links.Add(await connector.ConnectAsync("publishing", cancellationToken));
            links.Add(await connector.ConnectAsync("consuming", cancellationToken));
            if (await Topology.MissingAsync(links[1], cancellationToken) is null)
                parts = await OpenAsync(links[0], links[1], settings.Time, cancellationToken);
        }
        catch (Exception fault) when (BrokerConnector.IsLoss(fault, cancellationToken))
        {
            if (BrokerRefusal.Of(settings.Broker, fault) is { } refusal)
                throw BrokerRefusal.Exception(refusal, fault);
        }
        finally
        {
            foreach (var link in parts is null ? links : [])
                await link.DisposeAsync();
        }

        return parts;
    }

    public async ValueTask DisposeAsync()
    {
        await Consuming.DisposeAsync();
        await Publishing.DisposeAsync();
        Writer.Dispose();
        Renewal.Dispose();
    }

    private static async Task<SessionParts> OpenAsync(BrokerLink publishing, BrokerLink consuming, TimeProvider time, CancellationToken cancellationToken)
    {
        var writer = await LogWriter.OpenAsync(publishing, time, cancellationToken);
        return new SessionParts(publishing, consuming)
        {
            Writer = writer,
            Ends = new LogEnds(writer, consuming, time),
            Desk = new AnswerDesk(publishing, await publishing.OpenAsync(hasConfirms: false, cancellationToken)),
            Renewal = await WriteRenewal.OpenAsync(publishing, time, cancellationToken),
        };
    }
}
