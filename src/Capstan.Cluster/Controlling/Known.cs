using System.Collections.Immutable;

namespace Capstan.Cluster.Controlling;

/// <summary>What an ensemble must not forget.</summary>
/// <param name="Epoch">The highest epoch seen.</param>
/// <param name="Roster">Slots whose folders may hold data.</param>
internal sealed record Known(long Epoch, ImmutableArray<int> Roster);
