using Capstan.Database.Log;
using Capstan.Database.Reading;

namespace Capstan.RabbitMq.Session;

/// <summary>A read that was delivered and is not answered.</summary>
/// <param name="Message">What it came with.</param>
/// <param name="Number">Its front's number.</param>
/// <param name="Query">The read.</param>
/// <param name="Arrived">Timestamp of its arrival.</param>
internal sealed record OpenRead(OpenMessage Message, long Number, ReadQuery Query, long Arrived)
{
    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsLate(TimeProvider time) => time.GetElapsedTime(Arrived).TotalMilliseconds > Query.TimeoutMilliseconds;

    /// <summary>The same read, for a copy that has come at least this far.</summary>
    public OpenRead From(LogPosition floor) => this with { Query = Query with { MinPosition = floor } };
}
