namespace Capstan.SystemTests.Harness;

/// <summary>
/// What serves the plain listener of the stacks under test: what <c>CAPSTAN_GATEWAY_PLANE</c> says (<c>fast</c>, <c>general</c>), without it the
/// product's default. Tests with the trait run on the general plane too.
/// </summary>
internal static class GatewayPlane
{
    /// <summary>Name of the trait.</summary>
    public const string Trait = "general-plane";

    /// <summary>In every run.</summary>
    public const string Always = "always";

    /// <summary>In full rounds.</summary>
    public const string Full = "full";

    /// <summary>The plane that was asked for; null for the default.</summary>
    public static string? Asked { get; } = Environment.GetEnvironmentVariable("CAPSTAN_GATEWAY_PLANE") is { Length: > 0 } plane ? plane : null;
}
