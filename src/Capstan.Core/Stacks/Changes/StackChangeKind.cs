namespace Capstan.Core.Stacks.Changes;

/// <summary>What a change of the stack file does to a running stack.</summary>
public enum StackChangeKind
{
    /// <summary>It holds from the next pass on; no replica is started or stopped for it, except by a changed number of replicas.</summary>
    Live,

    /// <summary>A service comes or goes, or its replicas are replaced one after the other.</summary>
    Restart,

    /// <summary>It cannot be taken over while the stack runs; nothing of the whole change is.</summary>
    Refused,
}
