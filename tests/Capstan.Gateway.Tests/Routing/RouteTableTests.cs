using Capstan.Core.Stacks;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Services;

namespace Capstan.Gateway.Tests.Routing;

public sealed class RouteTableTests
{
    private static readonly RouteTable Table = new(
    [
        Route("acts", "/api/v1"),
        Route("users", "/api/v1/users"),
        Route("shop", "/", "shop.example"),
        Route("slash", "/s/"),
    ]);

    [Theory]
    [InlineData("x", "/api/v1/users", "users")]
    [InlineData("x", "/api/v1/users/", "users")]
    [InlineData("x", "/api/v1/users/x", "users")]
    [InlineData("x", "/api/v1/usersx", "acts")]
    [InlineData("x", "/api/v1", "acts")]
    [InlineData("x", "/api/v10", null)]
    [InlineData("x", "/API/v1", null)]
    [InlineData("x", "/", null)]
    [InlineData("x", "/s", "slash")]
    [InlineData("x", "/s/1", "slash")]
    [InlineData("SHOP.example", "/api/v1/users", "shop")]
    [InlineData("shop.example", "/", "shop")]
    [InlineData("shop.example.", "/", null)]
    public void Match_HostAndPath_LongestPrefixOnSegmentBoundary(string host, string path, string? expected) =>
        Assert.Equal(expected, Table.Match(host, path)?.Name);

    private static (RouteSpec, ServiceState) Route(string name, string path, string? host = null) =>
        (new RouteSpec(path, host), new ServiceState(name, TimeProvider.System, _ => { }));
}
