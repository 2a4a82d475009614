using Capstan.Database.Applying;
using Capstan.Database.Log;
using Capstan.Database.Membership;

namespace Capstan.Database.Leadership;

/// <summary>Compares table hashes at checkpoints and finds out whose copy is damaged (protocol section 8).</summary>
internal sealed class DivergenceWatch(Replica replica)
{
    private Lsn _checkedFor;

    /// <summary>The last checkpoint at which this copy differs from the leader's although its rows match its own hashes.</summary>
    public Lsn DivergedAt { get; private set; }

    /// <summary>Looks at a leader's checkpoint.</summary>
    /// <returns>The table in which this copy is damaged; null when it is not, or cannot be compared.</returns>
    public string? Compare(CheckpointBody checkpoint)
    {
        if (checkpoint.Tables.Count == 0 || replica.HashesAt(checkpoint.At) is not { } mine || Difference(checkpoint.Tables, mine) is not { } table)
            return null;
        if (Damage() is { } damaged)
            return damaged;
        DivergedAt = checkpoint.At;
        return null;
    }

    /// <summary>Leader: a member says that it differs. Looks once for each such report whether it is the leader's own rows.</summary>
    /// <returns>The damaged table of the leader; null when its rows match.</returns>
    public (bool IsNew, string? Damaged) Answer(MembershipView view, Guid self)
    {
        var reported = view.Members.Where(member => member.Id != self).Select(member => member.State.DivergedAt).DefaultIfEmpty().Max();
        if (reported <= _checkedFor)
            return (false, null);
        _checkedFor = reported;
        return (true, Damage());
    }

    /// <summary>The first table whose rows do not match the running hash; null when all do.</summary>
    public string? Damage() => Difference(replica.Store.Tables.Hashes, replica.Store.Tables.Recompute());

    private static string? Difference(IReadOnlyDictionary<string, Digest> one, IReadOnlyDictionary<string, Digest> other) =>
        one.Keys.Union(other.Keys).Order(StringComparer.Ordinal)
            .FirstOrDefault(table => one.GetValueOrDefault(table) != other.GetValueOrDefault(table));
}
