using Capstan.Cluster.Nodes;
using Capstan.Database.Log;

namespace Capstan.Cluster.Membership;

/// <summary>The next epoch, and whose it is (protocol section 4, step 1). Pure.</summary>
internal static class EpochStep
{
    /// <summary>What a candidate writes: one above the last that was given out, and above all that it knows of.</summary>
    public static EpochNode Next(EpochNode? last, Epoch above, Guid self) => new(Math.Max(last?.Epoch ?? 0, above.Value) + 1, self);

    /// <summary>
    /// Whether a write whose reply was lost has happened: the number alone says nothing, since somebody else may have taken it.
    /// </summary>
    public static bool IsMine(EpochNode? found, EpochNode sent) => found == sent;
}
