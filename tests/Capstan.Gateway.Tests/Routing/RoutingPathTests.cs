using System.Text;
using Capstan.Gateway.Routing;

namespace Capstan.Gateway.Tests.Routing;

public sealed class RoutingPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("/a?b=%41", "/a")]
    [InlineData("/%41%2f%2F%zz%4", "/A%2f%2F%zz%4")]
    [InlineData("/caf%C3%A9/%e2%82%ac", "/caf\u00e9/\u20ac")]
    [InlineData("/%f0%9f%98%80", "/\ud83d\ude00")]
    [InlineData("/%c0%af%ff%C3x", "/%c0%af%ff%C3x")]
    [InlineData("/%25%32%46%252e", "/%2F%2e")]
    [InlineData("/%5c%20+", "/\\ +")]
    public void Read_Target_IsDecodedOnceButForSlashes(string target, string expected) =>
        Assert.Equal(expected, new string(RoutingPath.Read(Encoding.ASCII.GetBytes(target), new char[target.Length])));

    [Theory]
    [InlineData("/a%00", true)]
    [InlineData("/a?%00", false)]
    [InlineData("/a%000", true)]
    [InlineData("/a", false)]
    public void HasNul_OnlyInThePath(string target, bool expected) => Assert.Equal(expected, RoutingPath.HasNul(Encoding.ASCII.GetBytes(target)));
}
