namespace Capstan.Gateway;

/// <summary>What the controller thinks of a target.</summary>
public enum TargetCondition
{
    /// <summary>Gets traffic unless passive health ejected it.</summary>
    Healthy,

    /// <summary>Alive but failing its checks: gets traffic only under the panic rule.</summary>
    Unhealthy,

    /// <summary>Asked to be left out (503 on its check): no traffic, not replaced.</summary>
    Unavailable,

    /// <summary>Finishes what it has and gets nothing new.</summary>
    Draining,
}
