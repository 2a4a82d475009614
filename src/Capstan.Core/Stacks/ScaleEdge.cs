namespace Capstan.Core.Stacks;

/// <summary>What a request count that is an exact multiple of the step asks for.</summary>
public enum ScaleEdge
{
    /// <summary>floor(n / step) + 1: 20 requests at a step of 20 ask for 2.</summary>
    Next,

    /// <summary>ceil(n / step): 20 requests at a step of 20 still ask for 1.</summary>
    Same,
}
