using Capstan.Cluster.Joining;
using Capstan.Cluster.Nodes;

namespace Capstan.Cluster.Tests.Joining;

public sealed class ToldPidTests
{
    [Theory]
    [InlineData("0123abcd", 77)]
    [InlineData("0123abce", null)]
    [InlineData("", null)]
    public void IsOf_Container_BeginsWithItsHostName(string host, int? pid) => Assert.Equal(pid, ToldPid.IsOf(host, new ProcessNode("0123abcd4567", 77)));

    [Fact]
    public void IsOf_NotToldYet_IsNone() => Assert.Null(ToldPid.IsOf("0123abcd", null));
}
