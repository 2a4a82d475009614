using Capstan.ZooKeeper;

namespace Capstan.Cluster.Ensemble;

/// <summary>
/// Finds out that no server takes up a session again. A server says so of a session that it does not know, but not to a client that has
/// seen later transactions than the server has: those of an ensemble that was set up anew hang up on it without a word, for ever. So
/// after a session's time of silence a witness is sent, who begins anew; once he is let in, the old session must be heard of too.
/// </summary>
/// <param name="client">The session.</param>
/// <param name="connect">Begins another one.</param>
/// <param name="time">The clock.</param>
internal sealed class StrandedSession(ZooKeeperClient client, Func<CancellationToken, Task<ZooKeeperClient>> connect, TimeProvider time)
{
    // An ensemble that was only away takes old sessions up first thing; clients pause between their attempts.
    private const int LooksPerSession = 8;

    /// <summary>Returns once the session is surely over although nobody said so.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (client.SilenceOf(time) < client.SessionTimeout)
                await PauseAsync(cancellationToken);
            await using var witness = await connect(cancellationToken);
            if (!await IsHeardAgainAsync(cancellationToken))
                return;
        }
    }

    private async Task<bool> IsHeardAgainAsync(CancellationToken cancellationToken)
    {
        for (var left = LooksPerSession; left > 0; left--)
        {
            if (client.State == ConnectionState.Connected)
                return true;
            await PauseAsync(cancellationToken);
        }

        return false;
    }

    private Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(client.SessionTimeout / LooksPerSession, time, cancellationToken);
}
