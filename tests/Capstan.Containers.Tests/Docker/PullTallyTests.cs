using Capstan.Containers.Docker;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Tests.Docker;

public sealed class PullTallyTests
{
    private readonly PullTally _tally = new("shop:1");

    [Fact]
    public void Add_LayersBesideEachOther_AreSummed()
    {
        _tally.Add(Of("a", "Downloading", 10, 100));
        _tally.Add(Of("b", "Downloading", 1, 50));

        Assert.Equal(new PullProgress("shop:1", "Download complete", 101, 150), _tally.Add(Of("a", "Download complete")));
    }

    /// <summary>The engine passes over what it has no time to report: a layer that comes quickly is first heard of when it is unpacked.</summary>
    [Fact]
    public void Add_LayerFirstHeardOfAsItIsUnpacked_CountsAsAWhole()
    {
        _tally.Add(Of("a", "Download complete"));

        Assert.Equal(new PullProgress("shop:1", "Extracting", 100, 100), _tally.Add(Of("a", "Extracting", 7, 100)));
    }

    [Fact]
    public void Add_Unpacking_TakesNothingBack()
    {
        _tally.Add(Of("a", "Downloading", 100, 100));

        Assert.Equal(new PullProgress("shop:1", "Extracting", 100, 100), _tally.Add(Of("a", "Extracting", 7, 100)));
    }

    private static PullMessage Of(string layer, string status, long? current = null, long? total = null) =>
        new(status, layer, null, new PullDetail(current, total));
}
