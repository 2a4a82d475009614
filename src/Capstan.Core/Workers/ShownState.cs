using Capstan.Core.Replicas;

namespace Capstan.Core.Workers;

/// <summary>How the state of a worker is shown to people. Pure.</summary>
public static class ShownState
{
    /// <summary>A worker that runs, has been ready, and from which what it should tell is overdue: nobody knows how it stands.</summary>
    public const string Silent = "silent";

    /// <summary>
    /// Its state in lower case, but <see cref="Silent"/> of one that is no member any more although it was ready and runs: members tell of
    /// themselves at least three times within <c>session</c>. It is neither ready nor failed before <c>hang</c> is over.
    /// </summary>
    /// <param name="state">Where it is in its life.</param>
    /// <param name="isAlive">Whether its program runs.</param>
    /// <param name="isMember">Whether it is a member now.</param>
    public static string Of(ReplicaState state, bool isAlive, bool isMember) =>
        state == ReplicaState.Ready && isAlive && !isMember ? Silent : state.ToString().ToLowerInvariant();
}
