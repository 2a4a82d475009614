using Capstan.Core.Stacks;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>The plane that the suite runs on: what <c>CAPSTAN_GATEWAY_PLANE</c> says, without it the product's default.</summary>
internal static class PlaneUnderTest
{
    private const string Variable = "CAPSTAN_GATEWAY_PLANE";

    public static GatewayPlane Value { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => new GatewaySpec().Plane,
        "fast" => GatewayPlane.Fast,
        "general" => GatewayPlane.General,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'; it may be fast or general."),
    };

    public static bool IsGeneral => Value == GatewayPlane.General;
}
