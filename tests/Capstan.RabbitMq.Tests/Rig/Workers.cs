using System.Collections.Concurrent;
using Capstan.Database.Log;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>
/// Workers as a controller keeps them: each ends when its session is lost and is started again at once. The first one leads and logs every
/// write before it answers; all serve reads.
/// </summary>
internal sealed class Workers : IAsyncDisposable
{
    private readonly BrokerSettings _settings;
    private readonly CancellationTokenSource _ends = new();
    private readonly List<Task> _running = [];
    private int _lives;

    private Workers(BrokerSettings settings, int count)
    {
        _settings = settings;
        for (var slot = 0; slot < count; slot++)
        {
            var own = slot;
            _running.Add(Task.Run(() => LiveAsync(own)));
        }
    }

    /// <summary>How often a worker was connected.</summary>
    public int Lives => Volatile.Read(ref _lives);

    /// <summary>Requests that the leader has logged, with how often.</summary>
    public ConcurrentDictionary<string, int> Logged { get; } = new();

    public static Workers Start(BrokerSettings settings, int count) => new(settings, count);

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_running);
        _ends.Dispose();
    }

    private async Task LiveAsync(int slot)
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                var duties = slot == 0 ? new Duties().Lead(1).Serve() : new Duties().Serve();
                await using var session = await BrokerSession.ConnectAsync(_settings, Guid.NewGuid(), slot, duties, _ends.Token);
                Interlocked.Increment(ref _lives);
                using var life = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
                var reading = Requests.ServeReadsAsync(session, _ => Requests.Ok($"{slot}"), life.Token);
                var leading = slot == 0 ? LeadAsync(session, life.Token) : Task.CompletedTask;
                await Task.WhenAny(session.Lost, Task.Delay(Timeout.Infinite, life.Token));
                await life.CancelAsync();
                await Task.WhenAll(reading, leading);
            }
            catch (OperationCanceledException) when (_ends.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task LeadAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var list in session.Writes.ConsumeAsync(new Epoch(1), cancellationToken))
            {
                var records = list.Select(delivery => Records.Of(1) with { Request = delivery.Intent.Request }).ToList();
                await session.Log.AppendAsync(records, cancellationToken);
                var end = await session.Log.EndAsync(cancellationToken);
                foreach (var delivery in list)
                {
                    Logged.AddOrUpdate(delivery.Intent.Request.Value, 1, static (_, times) => times + 1);
                    session.Writes.Answer(delivery, Requests.Ok($"{end}"));
                }

                await session.Writes.FlushAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or LogLostException or Database.Membership.SessionLostException)
        {
            // It is started again.
        }
    }
}
