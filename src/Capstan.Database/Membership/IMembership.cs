using Capstan.Database.Log;

namespace Capstan.Database.Membership;

/// <summary>A worker's membership, election and epochs. The membership ends with the process or its session.</summary>
public interface IMembership
{
    /// <summary>Views, the newest when several are at hand, until cancelled; the first at once.</summary>
    /// <exception cref="SessionLostException">The session ended: the process must end.</exception>
    IAsyncEnumerable<MembershipView> WatchAsync(CancellationToken cancellationToken);

    /// <summary>Tells the others how this worker stands. The newest state wins.</summary>
    ValueTask ReportAsync(MemberState state, CancellationToken cancellationToken);

    /// <summary>
    /// Takes a new epoch, above the last one given out and above <paramref name="above"/>, for this worker alone; durable before it
    /// returns. Null: somebody else was faster, or the answer is unknown; nothing may be assumed.
    /// </summary>
    Task<Epoch?> TakeEpochAsync(Epoch above, CancellationToken cancellationToken);

    /// <summary>
    /// Becomes the leader that views show, if <paramref name="epoch"/> is still the last one given out. False: it is not, or the answer is
    /// unknown and the session is over or will be; a worker that is shown as the leader all the same ends.
    /// </summary>
    Task<bool> TakeLeadAsync(Epoch epoch, CancellationToken cancellationToken);
}
