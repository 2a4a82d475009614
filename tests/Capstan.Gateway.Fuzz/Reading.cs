using Capstan.Gateway.Edge;

namespace Capstan.Gateway.Fuzz;

/// <summary>What a plane makes of the bytes of one connection.</summary>
/// <param name="Requests">The requests that it would forward, in their order.</param>
/// <param name="Status">Status of its refusal of what follows them; 0 when it refused nothing.</param>
/// <param name="Refusal">The refusal, when it is one of ours.</param>
internal sealed record Reading(IReadOnlyList<Seen> Requests, int Status, OwnAnswer? Refusal);
