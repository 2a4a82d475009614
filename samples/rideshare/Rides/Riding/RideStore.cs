using Capstan.Client;
using Samples.Shared;
using Samples.Shared.Database;

namespace RideShare.Rides.Riding;

/// <summary>Rides in the database. What a change depends on is decided inside the write.</summary>
/// <remarks>Every member throws <see cref="StoreException"/> when the database cannot be used.</remarks>
internal sealed class RideStore(StoreSession database)
{
    public async Task AddAsync(NewRide ride, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            cancellationToken,
            new Statement(
                "INSERT INTO rides (created_by, timestamp, moment, source, destination) VALUES (?, ?, ?, ?, ?)",
                ride.CreatedBy,
                ride.Time.Text,
                ride.Time.Moment.ToUnixTimeSeconds(),
                ride.Source.Number,
                ride.Destination.Number));

    /// <summary>Rides between two areas after a moment, the next one first: rows of number, creator and time. One read.</summary>
    public Task<IReadOnlyList<object?[]>> ListAsync(Area source, Area destination, DateTimeOffset after, CancellationToken cancellationToken) =>
        database.ReadAllAsync(
            last => new Statement(
                "SELECT rideId, created_by, timestamp, moment FROM rides "
                + "WHERE source = ? AND destination = ? AND (moment, rideId) > (?, ?) ORDER BY moment, rideId LIMIT ?",
                source.Number,
                destination.Number,
                last?.Number(3) ?? after.ToUnixTimeSeconds(),
                last?.Number(0) ?? long.MaxValue,
                Pages.Size),
            cancellationToken);

    /// <summary>A ride and who joined it, oldest first; null when there is no such ride. One read.</summary>
    public async Task<Ride?> FindAsync(RideId id, CancellationToken cancellationToken)
    {
        IReadOnlyList<ResultSet> results = await database.ReadAsync(
            cancellationToken,
            new Statement("SELECT created_by, timestamp, source, destination FROM rides WHERE rideId = ?", id.Number),
            Riders(null));
        return results[0].Rows is [{ } found]
            ? new Ride(id, found, await database.ReadAllAsync(results[1].Rows, Riders, cancellationToken))
            : null;

        Statement Riders(object?[]? last) => new(
            "SELECT riderId, username FROM riders WHERE rideId = ? AND riderId > ? ORDER BY riderId LIMIT ?",
            id.Number,
            last?.Number(0) ?? 0,
            Pages.Size);
    }

    /// <summary>Adds a rider, once, and never the creator; false when there is no such ride.</summary>
    public async Task<bool> JoinAsync(RideId id, string name, CancellationToken cancellationToken)
    {
        WriteOutcome outcome = await database.WriteAsync(
            cancellationToken,
            // Changes nothing but fails without the ride, which cannot go between this and the next.
            new Statement("UPDATE rides SET created_by = created_by WHERE rideId = ?", id.Number) { MustChange = true },
            new Statement(
                "INSERT INTO riders (rideId, username) SELECT rideId, ? FROM rides WHERE rideId = ? AND created_by <> ? ON CONFLICT DO NOTHING",
                name,
                id.Number,
                name));
        return outcome.IsDone;
    }

    /// <summary>Removes a ride and its riders; false when there is no such ride.</summary>
    public async Task<bool> RemoveAsync(RideId id, CancellationToken cancellationToken)
    {
        WriteOutcome outcome = await database.WriteAsync(
            cancellationToken,
            new Statement("DELETE FROM rides WHERE rideId = ?", id.Number) { MustChange = true });
        return outcome.IsDone;
    }

    /// <summary>Rides that are there now.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await database.ReadAsync(cancellationToken, new Statement("SELECT count(*) FROM rides")))[0].Number();

    /// <summary>Removes all rides and riders; the rides' numbers stay used.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken) =>
        await database.WriteAsync(cancellationToken, new Statement("DELETE FROM rides"));
}
