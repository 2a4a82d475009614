namespace Capstan.History.Tests;

/// <summary>Histories that are right by the way they are made: each call has its effect at a moment between its start and its end.</summary>
internal static class Made
{
    public static IReadOnlyList<RecordedCall> History(Random random, int calls, int clients, int keys, double unknown)
    {
        var free = new long[clients];
        List<(long At, RecordedCall Call)> planned = [];
        for (var number = 1; number <= calls; number++)
        {
            var client = random.Next(clients);
            var start = free[client] + random.Next(1, 20);
            var end = start + random.Next(1, 60);
            free[client] = end;
            var at = start + random.NextInt64(end - start + 1);
            var kind = random.Next(10) switch { < 5 => CallKind.Read, < 8 => CallKind.Write, _ => CallKind.Swap };
            var isUnknown = kind != CallKind.Read && random.NextDouble() < unknown;
            planned.Add((isUnknown ? at + random.Next(0, 400) : at, new RecordedCall
            {
                Client = client,
                Kind = kind,
                Key = $"k{random.Next(keys)}",
                Value = number,
                Request = kind == CallKind.Read ? "" : $"q{number}",
                Start = start,
                End = end,
                Outcome = isUnknown ? Outcome.Unknown : Outcome.Ok,
            }));
        }

        Dictionary<string, long> registers = [];
        return [.. planned.OrderBy(item => item.At).Select(item => Happen(item.Call, registers, random)).OrderBy(call => call.Start)];
    }

    private static RecordedCall Happen(RecordedCall call, Dictionary<string, long> registers, Random random)
    {
        var value = registers.GetValueOrDefault(call.Key);
        if (call.Kind == CallKind.Read)
            return call with { Value = value };
        if (call.Kind == CallKind.Swap)
        {
            call = call with { Expected = random.Next(3) > 0 ? value : value + 1_000_000 };
            if (call.Expected != value)
                return call with { Outcome = call.Outcome == Outcome.Unknown ? Outcome.Unknown : Outcome.Mismatch };
        }

        // One unknown write in two never happens.
        if (call.Outcome != Outcome.Unknown || random.Next(2) == 0)
            registers[call.Key] = call.Value;
        return call;
    }
}
