namespace Capstan.History;

/// <summary>What a read was promised to show.</summary>
public enum ReadLevel
{
    /// <summary>Some state.</summary>
    Any,

    /// <summary>At least the position that it carried.</summary>
    Session,

    /// <summary>Everything that was acknowledged before it began.</summary>
    Linear,
}
