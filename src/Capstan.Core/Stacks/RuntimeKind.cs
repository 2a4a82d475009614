namespace Capstan.Core.Stacks;

/// <summary>What runs the replicas of a stack.</summary>
public enum RuntimeKind
{
    /// <summary>Child processes of the controller.</summary>
    Process,

    /// <summary>Containers of a Docker Engine.</summary>
    Docker,
}
