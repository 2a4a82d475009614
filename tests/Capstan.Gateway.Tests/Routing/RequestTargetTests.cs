using Capstan.Gateway.Routing;

namespace Capstan.Gateway.Tests.Routing;

public sealed class RequestTargetTests
{
    [Theory]
    [InlineData("/a/b?c#", null)]
    [InlineData("/a", "/a")]
    [InlineData("/a/./b", "/a/b")]
    [InlineData("/a/../b?x=/../y", "/b?x=/../y")]
    [InlineData("/a/%2e%2E/b", "/b")]
    [InlineData("/a/.%2e/b", "/b")]
    [InlineData("/../../b", "/b")]
    [InlineData("/a/b/..", "/a/")]
    [InlineData("/a/b/.", "/a/b/")]
    [InlineData("/a/...", "/a/...")]
    [InlineData("/a/..b/c..", "/a/..b/c..")]
    [InlineData("/a%2F..%2Fb", "/a%2F..%2Fb")]
    [InlineData("//a//b", "//a//b")]
    [InlineData("/a//../b", "/a/b")]
    [InlineData("http://h/a?b", "/a?b")]
    [InlineData("http://h", "/")]
    [InlineData("http://h?q", "/?q")]
    [InlineData("*", "/")]
    [InlineData("host:80", null)]
    public void TryRead_Target_KeepsBytesAndResolvesDots(string raw, string? expected)
    {
        var isRead = RequestTarget.TryRead(raw, out var target);

        Assert.Equal(expected, isRead ? target : null);
    }
}
