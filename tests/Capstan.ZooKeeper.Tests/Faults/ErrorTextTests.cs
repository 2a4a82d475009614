namespace Capstan.ZooKeeper.Tests.Faults;

/// <summary>Errors in words.</summary>
public sealed class ErrorTextTests
{
    [Fact]
    public void Every_error_has_words_with_path_and_detail()
    {
        foreach (var error in Enum.GetValues<ZooKeeperError>())
        {
            var fault = new ZooKeeperException(error, "/a", "More.");
            Assert.StartsWith("/a: ", fault.Message);
            Assert.EndsWith(". More.", fault.Message);
        }

        Assert.Contains("-999", new ZooKeeperException((ZooKeeperError)(-999)).Message);
    }

    [Theory]
    [InlineData(ZooKeeperError.ConnectionLoss, true)]
    [InlineData(ZooKeeperError.OperationTimeout, true)]
    [InlineData(ZooKeeperError.RequestTimeout, true)]
    [InlineData(ZooKeeperError.SessionExpired, false)]
    [InlineData(ZooKeeperError.SessionMoved, false)]
    [InlineData(ZooKeeperError.NodeExists, false)]
    public void Only_a_lost_answer_leaves_the_outcome_open(ZooKeeperError error, bool isUnknown) =>
        Assert.Equal(isUnknown, new ZooKeeperException(error).IsUnknown);
}
