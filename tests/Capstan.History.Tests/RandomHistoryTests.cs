using Capstan.History.Linearizability;

namespace Capstan.History.Tests;

/// <summary>Thousands of random histories, judged by the checker and by trying everything.</summary>
public sealed class RandomHistoryTests
{
    [Theory]
    [InlineData(1, 4, 10)]
    [InlineData(2, 6, 12)]
    [InlineData(3, 7, 20)]
    [InlineData(4, 7, 6)]
    [InlineData(5, 8, 40)]
    public void Checker_OnSmallRandomHistories_AgreesWithTryingEverything(int seed, int most, int time)
    {
        var random = new Random(seed);
        var good = 0;
        for (var round = 0; round < 4_000; round++)
        {
            var calls = Enumerable.Range(0, random.Next(1, most + 1)).Select(index => Chance(random, index, time)).ToList();
            var expected = BruteForce.IsLinearizable(calls);
            var verdict = LinearChecker.Check(calls);
            Assert.True(verdict.IsDecided);
            Assert.True(expected == verdict.IsLinearizable, $"round {round}: expected {expected}: {verdict.Reason}\n{string.Join('\n', calls)}");
            good += expected ? 1 : 0;
        }

        Assert.InRange(good, 200, 3_800);
    }

    /// <summary>A history that is right by the way it was made stays so; with one answer changed it does not.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Checker_OnLongHistories_IsQuickAndSeesOneWrongAnswer(int seed)
    {
        var calls = Made.History(new Random(seed), calls: 20_000, clients: 16, keys: 8, unknown: 0.01);
        Assert.Equal(LinearVerdict.Yes, LinearChecker.Check(calls));

        var reads = calls.Where(call => call is { Kind: CallKind.Read, Outcome: Outcome.Ok, Value: > 0 }).ToList();
        var victim = reads[reads.Count / 2];
        var wrong = calls.Select(call => ReferenceEquals(call, victim) ? call with { Value = 0 } : call);
        Assert.False(LinearChecker.Check(wrong).IsLinearizable);
    }

    private static RecordedCall Chance(Random random, int index, int time)
    {
        var kind = (CallKind)random.Next(3);
        var start = random.Next(time);
        var outcome = random.Next(10) switch
        {
            < 6 => Outcome.Ok,
            < 9 => Outcome.Unknown,
            _ => kind == CallKind.Swap ? Outcome.Mismatch : Outcome.Refused,
        };
        return new RecordedCall
        {
            Client = index,
            Kind = kind,
            Key = "x",
            Value = random.Next(3),
            Expected = kind == CallKind.Swap ? random.Next(3) : 0,
            Request = kind == CallKind.Read ? "" : $"q{index}",
            Start = start,
            End = start + random.Next(1, time / 2 + 2),
            Outcome = outcome,
        };
    }
}
