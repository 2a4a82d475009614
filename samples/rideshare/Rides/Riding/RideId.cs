namespace RideShare.Rides.Riding;

/// <summary>The number of a ride, which the database gives.</summary>
internal readonly record struct RideId
{
    /// <summary>Numbers begin at 1.</summary>
    private const long OfNoRide = 0;

    private RideId(long number) => Number = number;

    /// <summary>As the database knows it.</summary>
    public long Number { get; }

    /// <summary>Null unless the text is digits alone. Clients know no upper bound: a number beyond those of the database is of no ride.</summary>
    public static RideId? Parse(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
        : new RideId(long.TryParse(text, out long number) ? number : OfNoRide);
}
