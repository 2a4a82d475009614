using Capstan.Core.Stacks;

namespace Capstan.Control;

/// <summary>How many replicas an operator may ask for.</summary>
internal static class ScaleLimits
{
    /// <summary>Most replicas that may be asked for by hand without a scaling rule: a slip of the finger must not fill the host.</summary>
    public const int Ceiling = 100;

    /// <summary>Null when the service can have that many, otherwise one sentence that says why not.</summary>
    public static string? Check(ServiceSpec spec, int wanted)
    {
        if (spec.Template is null)
            return $"The targets of '{spec.Name}' run elsewhere; Capstan neither starts nor stops them.";
        if (wanted < 0)
            return $"{wanted} replicas cannot be wanted; give 0 or more.";
        if (spec.Scale is { } scale && (wanted < scale.Min || wanted > scale.Max))
            return $"'{spec.Name}' may have {scale.Min} to {scale.Max} replicas (scale.min and scale.max of the stack file), not {wanted}.";
        if (spec.Scale is null && wanted > Math.Max(Ceiling, spec.Replicas))
            return $"{wanted} replicas are more than {Ceiling}, which an operator may ask for by hand; a larger number goes into 'replicas' of the stack file.";
        if (spec.Ports is { } ports && wanted > ports.Count)
            return $"'{spec.Name}' has {ports.Count} ports ({ports.First}-{ports.Last}), too few for {wanted} replicas; widen 'ports' in the stack file.";
        return null;
    }

    /// <summary>Null when the database can have that many followers, otherwise one sentence that says why not.</summary>
    public static string? Check(DatabaseSpec spec, int wanted)
    {
        if (wanted < 0)
            return $"{wanted} followers cannot be wanted; give 0 or more.";
        if (spec.Scale is { } scale && (wanted < scale.Min || wanted > scale.Max))
            return $"'{spec.Name}' may have {scale.Min} to {scale.Max} followers (scale.min and scale.max of the stack file), not {wanted}.";
        return wanted > Ceiling ? $"{wanted} followers are more than {Ceiling}, the most that a database can have." : null;
    }
}
