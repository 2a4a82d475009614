using System.Text;
using Capstan.Containers.Processes;

namespace Capstan.Containers.Tests.Processes;

public sealed class ReplicaMarkerTests
{
    private static readonly byte[] Block = Encoding.UTF8.GetBytes("PATH=/bin\0CAPSTAN_REPLICA=aa/1-2-3/web/0#1\0X=CAPSTAN_REPLICA=bb/\0");

    [Theory]
    [InlineData("aa/", true)]
    [InlineData("aa/1-2-3/", true)]
    [InlineData("aa/1-2-3/web/0#1", true)]
    [InlineData("aa/1-2-3/web/0#", false)]
    [InlineData("bb/", false)]
    public void IsIn_Block_MatchesWholePartsOfTheMarker(string prefix, bool expected) =>
        Assert.Equal(expected, ReplicaMarker.IsIn(Block, prefix));

    [Fact]
    public void StackOf_TwoFolders_Differ() => Assert.NotEqual(ReplicaMarker.StackOf("/a"), ReplicaMarker.StackOf("/b"));
}
