using Capstan.Database.Reading;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Reading;

/// <summary>Reads that share their state with no other.</summary>
internal static class SingleReads
{
    public static Answer Read(this IQueryReader reader, ReadQuery query, CancellationToken cancellationToken)
    {
        using var state = reader.Begin(cancellationToken);
        return state.Read(query);
    }
}
