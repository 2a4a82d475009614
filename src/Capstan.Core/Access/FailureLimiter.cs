using System.Net;

namespace Capstan.Core.Access;

/// <summary>
/// Slows down whoever tries tokens: after <see cref="Allowed"/> wrong ones from an address, further wrong ones are refused unread for
/// <see cref="Pause"/>. The right token always passes, so that nobody can lock the operator out.
/// </summary>
public sealed class FailureLimiter(TimeProvider time)
{
    /// <summary>Wrong tokens of an address before it is slowed down.</summary>
    public const int Allowed = 10;

    private const int AddressesKept = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (int Failures, long Last)> _addresses = [];

    /// <summary>How long an address stays slowed down after its last counted failure, and how long failures are remembered.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Counts a failure.</summary>
    /// <returns>Null when it may be answered as usual, otherwise the time to wait; the first of a row says so in <paramref name="began"/>.</returns>
    public TimeSpan? Fail(IPAddress address, out bool began)
    {
        lock (_lock)
        {
            began = false;
            var now = time.GetTimestamp();
            var known = _addresses.TryGetValue(address, out var entry) && time.GetElapsedTime(entry.Last, now) < Pause;
            var failures = known ? entry.Failures : 0;
            if (failures >= Allowed)
            {
                began = failures == Allowed;
                _addresses[address] = (Allowed + 1, entry.Last);
                return Pause - time.GetElapsedTime(entry.Last, now);
            }

            if (!known && _addresses.Count >= AddressesKept)
                Forget(now);
            _addresses[address] = (failures + 1, now);
            return null;
        }
    }

    // The oldest goes when nothing has run out: a flood of addresses must not grow the table.
    private void Forget(long now)
    {
        foreach (var (address, entry) in _addresses.ToList())
        {
            if (time.GetElapsedTime(entry.Last, now) >= Pause)
                _addresses.Remove(address);
        }

        if (_addresses.Count >= AddressesKept)
            _addresses.Remove(_addresses.MinBy(pair => pair.Value.Last).Key);
    }
}
