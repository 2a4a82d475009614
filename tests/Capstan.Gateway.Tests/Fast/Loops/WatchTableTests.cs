using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Loops;

public sealed class WatchTableTests
{
    [Fact]
    public void Find_PlaceTakenAgain_KnowsTheOldTokenNoMore()
    {
        var table = new WatchTable();
        var first = new Thing();
        table.Add(first);
        var old = first.Token;
        table.Remove(first);
        var second = new Thing();
        table.Add(second);

        Assert.Equal((uint)old, (uint)second.Token);
        Assert.Null(table.Find(old));
        Assert.Same(second, table.Find(second.Token));
    }

    [Fact]
    public void Add_Many_AllAreFoundUntilTheyAreRemoved()
    {
        var table = new WatchTable();
        var things = Enumerable.Range(0, 1_000).Select(_ => new Thing()).ToArray();
        Array.ForEach(things, table.Add);
        var tokens = things.Select(thing => thing.Token).ToArray();

        Assert.All(things, thing => Assert.Same(thing, table.Find(thing.Token)));
        Array.ForEach(things[..500], table.Remove);
        table.Remove(things[0]);

        Assert.All(tokens[..500], token => Assert.Null(table.Find(token)));
        Assert.Equal(500, table.Count);
        Assert.Equal(things[500..], table.All());
    }

    private sealed class Thing : Watched
    {
        public override void OnReady(Readiness readiness)
        {
        }

        public override void OnDue(long now)
        {
        }

        public override void Abort()
        {
        }
    }
}
