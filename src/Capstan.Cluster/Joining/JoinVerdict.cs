namespace Capstan.Cluster.Joining;

/// <summary>Whether a worker may become a member. A closed set.</summary>
internal abstract record JoinVerdict
{
    private JoinVerdict()
    {
    }

    /// <summary>It may.</summary>
    public sealed record Enter : JoinVerdict;

    /// <summary>An earlier life of the very same folder is still shown: its node is removed, if it is still that one.</summary>
    /// <param name="Earlier">That life.</param>
    public sealed record Remove(Present Earlier) : JoinVerdict;

    /// <summary>Not while somebody else is there, who may be dead and only still be shown; refused if that one stays.</summary>
    /// <param name="Reason">Who, for people.</param>
    public sealed record Wait(string Reason) : JoinVerdict;
}
