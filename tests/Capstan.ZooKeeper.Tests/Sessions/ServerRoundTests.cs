using Capstan.ZooKeeper.Sessions;

namespace Capstan.ZooKeeper.Tests.Sessions;

/// <summary>Which server comes next, when, and for how long.</summary>
public sealed class ServerRoundTests
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(4);

    [Fact]
    public void All_servers_are_tried_before_one_is_tried_again()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var round = new ServerRound(5, new Random(seed).NextDouble);
            for (var i = 0; i < 3; i++)
                Assert.Equal([0, 1, 2, 3, 4], Enumerable.Range(0, 5).Select(_ => round.Next(Session).Server).Order());
        }
    }

    [Fact]
    public void The_order_is_drawn()
    {
        var firsts = Enumerable.Range(0, 200).Select(seed => new ServerRound(3, new Random(seed).NextDouble).Next(Session).Server);
        Assert.All(firsts.CountBy(first => first), first => Assert.InRange(first.Value, 40, 100));
    }

    [Fact]
    public void A_server_that_was_lost_comes_last()
    {
        var round = new ServerRound(3, () => 0.3);
        var lost = round.Next(Session).Server;
        round.Reached();
        int[] next = [round.Next(Session).Server, round.Next(Session).Server, round.Next(Session).Server];
        Assert.DoesNotContain(lost, next[..2]);
        Assert.Equal(lost, next[2]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.999999)]
    public void Pauses_grow_between_rounds_and_have_an_end(double chance)
    {
        var round = new ServerRound(2, () => chance);
        var pauses = Enumerable.Range(0, 24).Select(_ => round.Next(Session).Pause).ToArray();

        Assert.InRange(pauses[0], TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        Assert.All(pauses.Where((_, i) => i % 2 == 1), pause => Assert.Equal(TimeSpan.Zero, pause));
        var between = pauses.Where((_, i) => i % 2 == 0).Skip(1).ToArray();
        Assert.Equal(between.Order(), between);
        Assert.InRange(between[0], TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(50));
        Assert.InRange(between[^1], TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void Limits_of_a_first_round_fit_into_the_last_third_and_grow_up_to_the_session()
    {
        var round = new ServerRound(3, () => 0);
        var limits = Enumerable.Range(0, 30).Select(_ => round.Next(Session).Limit).ToArray();
        Assert.True(limits[0] + limits[1] <= (Session / 3) + TimeSpan.FromTicks(1));
        Assert.Equal(limits[0] * 2, limits[3]);
        Assert.Equal(Session, limits[^1]);
    }

    [Fact]
    public void Rounds_are_counted_until_a_server_answers()
    {
        var round = new ServerRound(2, () => 0);
        Assert.Equal([0, 0, 1, 1, 2], Enumerable.Range(0, 5).Select(_ => round.Next(Session).Round));
        round.Reached();
        Assert.Equal(0, round.Next(Session).Round);
    }

    [Fact]
    public void Chance_at_its_very_end_draws_a_server_that_there_is() =>
        Assert.InRange(new ServerRound(3, () => 1).Next(Session).Server, 0, 2);
}
