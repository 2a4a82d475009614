using System.Buffers.Binary;
using System.Text;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Tests.Logging;

public sealed class AccessRingTests
{
    private static readonly string[] Services = ["web", "api", "shop"];

    [Fact]
    public void Add_FullRing_DropsAndCountsAndGoesOnAfterwards()
    {
        var woken = 0;
        var ring = new AccessRing(1, () => woken++);

        for (var i = 0; i < AccessRing.Size + 7; i++)
            Add(ring, i);
        Assert.Equal(7, ring.Dropped);
        Assert.Equal(2, woken);
        Assert.Equal(Enumerable.Range(0, AccessRing.Size), Taken(ring));
        Add(ring, 42);

        Assert.Equal([42], Taken(ring));
        Assert.Equal(7, ring.Dropped);
    }

    [Fact]
    public void Add_ManyThreadsBesideTheReader_EachRecordOnceOrCountedAsDropped()
    {
        const int Threads = 4;
        const int Each = 50_000;
        var ring = new AccessRing(1, () => { });
        var seen = new HashSet<int>();
        var adding = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < Each; i++)
                Add(ring, (thread * Each) + i);
        })).ToList();

        adding.ForEach(thread => thread.Start());
        while (adding.Exists(thread => thread.IsAlive))
            Drain();
        Drain();

        Assert.Equal(Threads * Each, seen.Count + ring.Dropped);

        void Drain()
        {
            foreach (var number in Taken(ring))
                Assert.True(seen.Add(number), $"{number} came twice");
        }
    }

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.1, 250, 350)]
    [InlineData(0.5, 1_400, 1_600)]
    [InlineData(1.0, 3_000, 3_000)]
    public void Add_Sample_TakesItsShare(double sample, int least, int most)
    {
        var ring = new AccessRing(sample, () => { });

        for (var i = 0; i < 3_000; i++)
            Add(ring, i);

        Assert.InRange(Taken(ring).Count, least, most);
        Assert.Equal(0, ring.Dropped);
    }

    [Fact]
    public void Add_Sample_MeetsNoRhythmOfTheRequests()
    {
        var ring = new AccessRing(0.5, () => { });

        for (var i = 0; i < 4_000; i++)
            Add(ring, i);

        Assert.InRange(Taken(ring).Count(number => number % 2 == 0), 900, 1_100);
    }

    [Fact]
    public void Add_OnceWarm_AllocatesNothing()
    {
        // The runtime may compile anew what is called often, at any time and on this thread: what adding costs, it costs in every round.
        var least = Enumerable.Range(0, 8).Min(_ => AllocatedByFilling(new AccessRing(1, () => { })));

        Assert.Equal(0, least);
    }

    [Fact]
    public void Set_LongTexts_AreCut()
    {
        var record = default(AccessRecord);
        var target = Encoding.ASCII.GetBytes(new string('t', 1_000));
        record.Set(new AccessFacts
        {
            Arrival = 0,
            End = 0,
            Client = new byte[16],
            Method = Encoding.ASCII.GetBytes(new string('M', 100)),
            Target = target,
            Version = 11,
            Status = 200,
            BytesIn = 0,
            BytesOut = 0,
        });

        Assert.True(record.IsCut);
        Assert.Equal(target[..AccessRecord.LongestTarget], record.TargetBytes.ToArray());
        Assert.Equal(AccessRecord.LongestMethod, record.MethodBytes.Length);
        Assert.Equal(16, record.ClientBytes.Length);
    }

    private static long AllocatedByFilling(AccessRing ring)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < AccessRing.Size + 100; i++)
            Add(ring, i);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Adds a record all of whose parts tell its number.</summary>
    private static void Add(AccessRing ring, int number)
    {
        Span<byte> digits = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(digits, number);
        ring.Add(new AccessFacts
        {
            Arrival = number,
            End = number + 1L,
            Client = digits[4..],
            Method = digits,
            Target = digits,
            Version = 11,
            Status = number,
            BytesIn = number,
            BytesOut = number,
            Service = Services[number % Services.Length],
        });
    }

    private static List<int> Taken(AccessRing ring)
    {
        var numbers = new List<int>();
        var record = default(AccessRecord);
        while (ring.TryTake(ref record))
        {
            AssertWhole(record);
            numbers.Add((int)record.BytesOut);
        }

        return numbers;
    }

    private static void AssertWhole(in AccessRecord record)
    {
        var number = record.BytesOut;
        Span<byte> digits = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(digits, number);
        Assert.True(
            record.Arrival == number && record.End == number + 1 && record.BytesIn == number && record.Status == (short)number
            && record.ClientBytes.SequenceEqual(digits[4..]) && record.MethodBytes.SequenceEqual(digits) && record.TargetBytes.SequenceEqual(digits)
            && record.Service == Services[number % Services.Length],
            $"the record {number} has parts of another");
    }
}
