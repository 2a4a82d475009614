using Capstan.Gateway.Forwarding;
using Microsoft.Extensions.Primitives;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("close", "X-Mine", false)]
    [InlineData("close, X-Mine", "X-Mine", true)]
    [InlineData("x-mine,close", "X-Mine", true)]
    [InlineData("X-Minel", "X-Mine", false)]
    [InlineData("Content-Length, Host, Authorization, Cookie", "Content-Length", false)]
    [InlineData("Content-Length, Host, Authorization, Cookie", "Host", false)]
    [InlineData("Content-Length, Host, Authorization, Cookie", "authorization", false)]
    [InlineData("X-Forwarded-For", "X-Forwarded-For", false)]
    public void IsNominated_ConnectionField_TakesOnlyWhatMayGo(string connection, string name, bool expected) =>
        Assert.Equal(expected, HeaderRules.IsNominated(new StringValues(connection), name));

    [Theory]
    [InlineData("close", false)]
    [InlineData("keep-alive, Upgrade", false)]
    [InlineData("", false)]
    [InlineData("close, TE", true)]
    public void Nominates_ConnectionField_TellsUsualFromUnusual(string connection, bool expected) =>
        Assert.Equal(expected, HeaderRules.Nominates(new StringValues(connection)));
}
