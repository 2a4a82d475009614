using Capstan.Cluster.Membership;
using Capstan.Cluster.Nodes;
using Capstan.Database.Log;

namespace Capstan.Cluster.Tests.Membership;

public sealed class EpochStepTests
{
    private static readonly Guid Self = Guid.NewGuid();

    [Theory]
    [InlineData(null, 0, 1)]
    [InlineData(4L, 0, 5)]
    [InlineData(4L, 9, 10)]
    [InlineData(9L, 4, 10)]
    [InlineData(null, 9, 10)]
    public void Next_IsAboveTheNodeAndAllThatIsKnown(long? node, long above, long next) => Assert.Equal(
        new EpochNode(next, Self), EpochStep.Next(node is { } last ? new EpochNode(last, Guid.NewGuid()) : null, new Epoch(above), Self));

    [Fact]
    public void IsMine_OnlyWithNumberAndOwner()
    {
        var sent = new EpochNode(5, Self);
        Assert.True(EpochStep.IsMine(new EpochNode(5, Self), sent));
        Assert.False(EpochStep.IsMine(new EpochNode(5, Guid.NewGuid()), sent));
        Assert.False(EpochStep.IsMine(new EpochNode(4, Self), sent));
        Assert.False(EpochStep.IsMine(null, sent));
    }
}
