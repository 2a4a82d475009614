using System.Collections.Concurrent;
using System.Text;

namespace Capstan.Gateway.Fuzz;

/// <summary>Tries inputs, each made of its number and the seed alone, on all processors.</summary>
internal sealed class FuzzRun
{
    private const int MostFaults = 400;
    private readonly ConcurrentDictionary<string, long> _tally = new();

    /// <summary>What must not be, with the numbers of the inputs.</summary>
    public ConcurrentQueue<(long Input, string Fault)> Faults { get; } = new();

    /// <summary>How often what was seen.</summary>
    public IReadOnlyDictionary<string, long> Tally => _tally;

    public static async Task<FuzzRun> RunAsync(ulong seed, long inputs)
    {
        var run = new FuzzRun();
        await using var general = await GeneralReader.StartAsync();
        var next = -1L;
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            var fast = new FastReader();
            while (Interlocked.Increment(ref next) is var input && input < inputs && run.Faults.Count < MostFaults)
                await run.TryAsync(seed, input, fast, general);
        })));
        return run;
    }

    public static async Task ShowAsync(ulong seed, long input, TextWriter output)
    {
        var bytes = Make(seed, input);
        await using var general = await GeneralReader.StartAsync();
        await output.WriteLineAsync(Shown(bytes));
        foreach (var reading in new[] { new FastReader().Read(bytes), await general.ReadAsync(bytes) })
            await output.WriteLineAsync($"{reading.Status} {reading.Refusal}\n  {string.Join("\n  ", reading.Requests)}");
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, count) in _tally.OrderByDescending(pair => pair.Value))
            text.AppendLine($"{count,10}  {name}");
        foreach (var (input, fault) in Faults.OrderBy(pair => pair.Input))
            text.AppendLine($"input {input}: {fault}");
        return text.ToString();
    }

    private static string Shown(byte[] bytes) => string.Concat(bytes.Select(value => value switch
    {
        (byte)'\r' => "\\r",
        (byte)'\n' => "\\n",
        < 32 or > 126 => $"\\x{value:x2}",
        _ => ((char)value).ToString(),
    }));

    private static byte[] Make(ulong seed, long input)
    {
        var dice = new Dice((seed * 1_000_003) + (ulong)input);
        var bytes = new RequestGrammar(dice).Next();
        return dice.OneIn(3) ? new Mutator(dice).Spoil(bytes) : bytes;
    }

    private async Task TryAsync(ulong seed, long input, FastReader fast, GeneralReader general)
    {
        var bytes = Make(seed, input);
        if (CheckAlone(new Dice(seed ^ ((ulong)input << 20)), bytes) is { } broken)
            Faults.Enqueue((input, $"{broken}\n    {Shown(bytes)}"));
        var reading = fast.Read(bytes);
        var difference = Differences.Between(bytes, reading, await general.ReadAsync(bytes));
        Count($"requests taken: {reading.Requests.Count}");
        Count($"refused: {reading.Status}");
        if (difference.StartsWith('!'))
            Faults.Enqueue((input, $"{difference}\n    {Shown(bytes)}"));
        else
            Count(difference);
    }

    private static string? CheckAlone(Dice dice, byte[] request)
    {
        if (new RequestProperties(dice).Check(request) is { } fault)
            return fault;
        var answer = new AnswerGrammar(dice).Next();
        answer = dice.OneIn(3) ? new Mutator(dice).Spoil(answer) : answer;
        return new AnswerProperties(dice).Check(answer) is { } other ? $"{other} {Shown(answer)}" : null;
    }

    private void Count(string name) => _tally.AddOrUpdate(name, 1, static (_, count) => count + 1);
}
