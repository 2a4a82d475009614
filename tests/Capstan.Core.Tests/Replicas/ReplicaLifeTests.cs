using Capstan.Core.Replicas;

namespace Capstan.Core.Tests.Replicas;

public sealed class ReplicaLifeTests
{
    // From every state (row) to every state (column), in the order of the enum: + allowed, . not, = no move at all.
    private static readonly string[] Ladder =
    [
        "=+++++", // Starting
        ".=++++", // Warming
        "..=+++", // Ready
        "...=++", // Draining
        "....=.", // Gone
        "....+=", // Failed
    ];

    public static TheoryData<ReplicaState, ReplicaState> Pairs()
    {
        var data = new TheoryData<ReplicaState, ReplicaState>();
        foreach (var from in Enum.GetValues<ReplicaState>())
        {
            foreach (var to in Enum.GetValues<ReplicaState>())
                data.Add(from, to);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void MoveTo_EveryPairOfStates_FollowsTheLadder(ReplicaState from, ReplicaState to)
    {
        var life = At(from);

        switch (Ladder[(int)from][(int)to])
        {
            case '+':
                Assert.True(life.MoveTo(to, TimeSpan.FromSeconds(9)));
                Assert.Equal(to, life.State);
                Assert.Equal(TimeSpan.FromSeconds(9), life.Since);
                break;
            case '=':
                var since = life.Since;
                Assert.False(life.MoveTo(to, TimeSpan.FromSeconds(9)));
                Assert.Equal(since, life.Since);
                break;
            default:
                Assert.Throws<InvalidOperationException>(() => life.MoveTo(to, TimeSpan.FromSeconds(9)));
                Assert.Equal(from, life.State);
                break;
        }
    }

    [Fact]
    public void FirstServed_WarmingThenReady_IsWhenItBeganToWarm()
    {
        var life = new ReplicaLife(TimeSpan.FromSeconds(1));

        life.MoveTo(ReplicaState.Warming, TimeSpan.FromSeconds(2));
        life.MoveTo(ReplicaState.Ready, TimeSpan.FromSeconds(12));

        Assert.Equal(TimeSpan.FromSeconds(2), life.FirstServed);
        Assert.Equal(TimeSpan.FromSeconds(1), life.Started);
    }

    private static ReplicaLife At(ReplicaState state)
    {
        var life = new ReplicaLife(TimeSpan.Zero);
        if (state != ReplicaState.Starting)
            life.MoveTo(state, TimeSpan.FromSeconds(1));
        return life;
    }
}
