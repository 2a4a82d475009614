using Capstan.Core.Replicas;
using Capstan.Core.Workers;

namespace Capstan.Core.Tests.Workers;

public sealed class ShownStateTests
{
    [Theory]
    [InlineData(ReplicaState.Ready, true, true, "ready")]
    [InlineData(ReplicaState.Ready, true, false, "silent")]
    [InlineData(ReplicaState.Ready, false, false, "ready")]
    [InlineData(ReplicaState.Starting, true, false, "starting")]
    [InlineData(ReplicaState.Draining, true, false, "draining")]
    [InlineData(ReplicaState.Failed, true, false, "failed")]
    [InlineData(ReplicaState.Gone, false, false, "gone")]
    public void Of_Worker_SaysReadyOnlyOfOneThatIsHeard(ReplicaState state, bool isAlive, bool isMember, string shown) =>
        Assert.Equal(shown, ShownState.Of(state, isAlive, isMember));
}
