using Capstan.Database.Log;
using Capstan.Database.Queues;
using Capstan.RabbitMq.Connecting;
using Capstan.RabbitMq.Session;
using Capstan.RabbitMq.Wire;

namespace Capstan.RabbitMq.Tests.Session;

public sealed class WriteWindowTest
{
    private readonly WriteWindow _window = new();
    private ulong _tags;

    [Fact]
    public void Next_NothingThere_IsNothing() => Assert.Null(_window.Next());

    [Fact]
    public void Next_FreshMessages_AreDeliveredTogether()
    {
        var (first, second) = (Arrive(before: 0, writes: 3), Arrive(before: 2));
        Assert.Equal([first, second], Delivered());
        Assert.Null(_window.Next());
    }

    [Fact]
    public void Next_WhatComesLater_IsDeliveredWhileOthersAreOut()
    {
        Arrive(before: 0);
        Delivered();
        var second = Arrive(before: 0);
        Assert.Equal([second], Delivered());
    }

    [Fact]
    public void Next_LeftThreeTimesWithSeveral_IsSentAnew()
    {
        var suspect = Arrive(before: 3, writes: 2);
        Assert.Equal(new WindowStep.SendAnew(suspect), _window.Next());
        Assert.Null(_window.Next());
    }

    [Fact]
    public void Next_LeftThreeTimesAlone_IsDeliveredBesideNoOther()
    {
        var innocent = Arrive(before: 0);
        var suspect = Arrive(before: 3);
        var behind = Arrive(before: 0);
        Assert.Equal([innocent], Delivered());
        Assert.Null(_window.Next());
        _window.Answered(innocent);
        Assert.Equal([suspect], Delivered());
        Assert.Null(_window.Next());
        _window.Answered(suspect);
        Assert.Equal([behind], Delivered());
    }

    [Fact]
    public void Next_MarkedBeforeItWasSentAnew_IsStillASuspect()
    {
        var marked = Arrive(before: 0, isMarked: true);
        var other = Arrive(before: 0);
        Assert.Equal([marked], Delivered());
        Assert.Null(_window.Next());
        _window.Answered(marked);
        Assert.Equal([other], Delivered());
    }

    /// <summary>They count the ends of leaders with it, although they are not carried out.</summary>
    [Fact]
    public void Next_EndangeredBehindASuspect_AreSentAnewBeforeItIsDelivered()
    {
        var suspect = Arrive(before: HeldWrites.EndangeredFrom);
        var endangered = Arrive(before: HeldWrites.EndangeredFrom);
        var young = Arrive(before: HeldWrites.EndangeredFrom - 1);
        Assert.Equal(new WindowStep.SendAnew(endangered), _window.Next());
        Assert.Equal([suspect], Delivered());
        _window.Answered(suspect);
        Assert.Equal([young], Delivered());
    }

    [Fact]
    public void Next_NoRoomToSendAnew_IsDeliveredAsItIs()
    {
        var suspect = Arrive(before: 3, writes: 2);
        Assert.IsType<WindowStep.SendAnew>(_window.Next());
        _window.Keep(suspect);
        Assert.Equal([suspect], Delivered());
    }

    [Fact]
    public void Next_Dead_IsDeliveredAtOnceBesideASuspect()
    {
        var suspect = Arrive(before: 5);
        Assert.Equal([suspect], Delivered());
        var dead = Arrive(before: 0, isDead: true);
        Assert.Equal([dead], Delivered());
        _window.Answered(dead);
        Arrive(before: 0);
        Assert.Null(_window.Next());
        _window.Answered(suspect);
        Assert.NotNull(_window.Next());
    }

    /// <summary>However the broker counts, one that ends every leader dies, and nobody else does.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void Next_PoisonAmongInnocents_DiesAlone(int place)
    {
        var queue = Enumerable.Range(0, 8).Select(number => new Queued(number == place, 0, false)).ToList();
        for (var leaders = 0; queue.Exists(one => !one.IsAnswered); leaders++)
        {
            Assert.True(leaders < 100);
            Lead(queue);
        }

        Assert.All(queue, one => Assert.Equal(one.IsPoison, one.IsDead));
    }

    /// <summary>One leader: it answers what it is given until the poison ends it, which counts for all that were delivered to it.</summary>
    private static void Lead(List<Queued> queue)
    {
        var window = new WriteWindow();
        var held = new Dictionary<HeldWrites, Queued>();
        foreach (var one in queue.Where(one => !one.IsAnswered).ToList())
            Hold(one);
        while (window.Next() is { } step)
        {
            if (step is WindowStep.SendAnew { Message: var message })
            {
                var anew = held[message] with { Before = 0, IsMarked = message.IsSuspect };
                queue[queue.IndexOf(held[message])] = anew;
                held.Remove(message);
                Hold(anew);
                continue;
            }

            var delivered = ((WindowStep.Deliver)step).Messages;
            if (delivered.Any(one => held[one].IsPoison && !one.IsDead))
            {
                foreach (var one in held.Values)
                    queue[queue.IndexOf(one)] = one.IsDead ? one : one with { Before = one.Before + 1, IsDead = one.Before >= Topology.DeliveryLimit };
                return;
            }

            foreach (var one in delivered)
            {
                window.Answered(one);
                queue[queue.IndexOf(held[one])] = held[one] with { IsAnswered = true };
                held.Remove(one);
            }
        }

        void Hold(Queued one)
        {
            var message = Message(0, one.Before, 1, one.IsMarked, one.IsDead);
            held.Add(message, one);
            window.Arrive(message);
        }
    }

    private IReadOnlyList<HeldWrites> Delivered() => Assert.IsType<WindowStep.Deliver>(_window.Next()).Messages;

    private HeldWrites Arrive(int before, int writes = 1, bool isMarked = false, bool isDead = false)
    {
        var message = Message(++_tags, before, writes, isMarked, isDead);
        _window.Arrive(message);
        return message;
    }

    private static HeldWrites Message(ulong tag, int before, int writes, bool isMarked, bool isDead)
    {
        var from = new Sender(Guid.Empty, "answers");
        var intents = Enumerable.Range(0, writes)
            .Select(number => new Numbered<WriteIntent>(number, new WriteIntent { Request = new RequestId($"r{number}"), Body = new byte[1], Deadline = 1 })).ToList();
        return new HeldWrites(new OpenMessage(null, tag, from, writes), new WriteMessage(from, 1, isMarked, intents), before, isDead);
    }

    private sealed record Queued(bool IsPoison, int Before, bool IsMarked)
    {
        public Guid Id { get; } = Guid.NewGuid();

        public bool IsDead { get; init; }

        public bool IsAnswered { get; init; }
    }
}
