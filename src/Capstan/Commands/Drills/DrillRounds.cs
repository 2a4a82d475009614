using System.Globalization;
using Capstan.Client;
using Capstan.Core.Drills;
using Capstan.Drills;
using Capstan.Drills.Loads;
using Capstan.Events;

namespace Capstan.Commands.Drills;

/// <summary>
/// Carries out the rounds of a drill: load, injection, detection, recovery, judgement. Whatever ends a round, what it paused goes on and
/// its table is dropped.
/// </summary>
internal sealed class DrillRounds(DrillPlan plan, DrillGround ground, AdminClient admin, CliContext context)
{
    /// <summary>How long a round waits for the fault's end beyond the time of its load.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(60);

    /// <summary>How long the end of a round may take: nobody may lead when its table is to be dropped.</summary>
    private static readonly TimeSpan CleaningLimit = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private const int EventPage = 1_000;

    /// <summary>Carries out one round.</summary>
    /// <param name="number">Which, 1 and up, for people.</param>
    /// <param name="work">Ends the round early; then it throws, once it has tidied up.</param>
    /// <param name="cleaning">Ends the tidying up, too.</param>
    /// <exception cref="AdminException">The stack refuses or does not answer.</exception>
    /// <exception cref="DatabaseException">The database refuses or does not answer.</exception>
    public async Task<DrillRound> RunAsync(int number, CancellationToken work, CancellationToken cleaning)
    {
        var say = new Saying(context, number, plan.Rounds);
        if (ground.Database is not { } options)
        {
            await using var requests = new ServiceLoad(ground.Service!, plan.Size, context.Time);
            return await RunAsync(requests, say, work, cleaning);
        }

        using var client = new DatabaseClient(options);
        var table = new DrillTable(client);
        try
        {
            await table.CreateAsync(work);
            await using var load = new DatabaseLoad(options, table, plan.Size, ground.Followers);
            return await RunAsync(load, say, work, cleaning);
        }
        finally
        {
            await DropAsync(table, cleaning);
        }
    }

    private async Task<DrillRound> RunAsync(IDrillLoad load, Saying say, CancellationToken work, CancellationToken cleaning)
    {
        load.Begin();
        if (!await UntilAsync(() => Task.FromResult(load.Recorder.Now >= WarmUp && load.Recorder.Successes > 0), RecoveryLimit, work))
            throw new AdminException($"'{ground.Name}' answered none of the drill's calls; nothing was injected.", []);
        var began = load.Recorder.Now;
        say.Line($"{load.Recorder.Successes} calls answered; now the fault");

        // Not ended by the first Ctrl-C: only its answer tells what a pause that has begun is ended by.
        var injection = await admin.DrillAsync(RequestOf(plan, ground), cleaning);
        say.Line($"{string.Join(", ", injection.Targets.Select(target => $"{target.Replica} (process {target.Pid})"))} {(plan.Fault.Pauses ? $"paused for {injection.Seconds:0.#} s" : "killed")}");
        try
        {
            var whole = await WatchAsync(load, injection, work);
            await load.StopAsync();
            return await JudgeAsync(load, injection, began, whole, say, work);
        }
        catch
        {
            if (plan.Fault.Pauses)
                await EndPauseAsync(injection, cleaning);
            throw;
        }
    }

    private async Task<DateTimeOffset?> WatchAsync(IDrillLoad load, DrillInjection injection, CancellationToken work)
    {
        var recovery = new DrillRecovery(injection);
        var injected = load.Recorder.At(injection.Done);
        var asked = load.Recorder.At(injection.Began);
        var limit = injected + plan.For + RecoveryLimit + TimeSpan.FromSeconds(injection.Seconds ?? 0);
        DateTimeOffset? whole = null;
        while (load.Recorder.Now < limit)
        {
            if (whole is null && recovery.IsOver(await admin.StatusAsync(work), context.Time.GetUtcNow()))
                whole = context.Time.GetUtcNow();
            if (whole is not null && load.Recorder.Now >= injected + plan.For && DrillJudge.FirstSuccess(load.Recorder.Calls, load.Decisive, asked, injected) is not null)
                break;
            await Task.Delay(Look, context.Time, work);
        }

        return whole;
    }

    private async Task<DrillRound> JudgeAsync(
        IDrillLoad load, DrillInjection injection, TimeSpan began, DateTimeOffset? whole, Saying say, CancellationToken work)
    {
        var ended = load.Recorder.Now;
        if (ground.Database is not null)
            say.Line("the load is over; reading back what is there");
        var readings = await load.ReadBackAsync(work);
        var positions = await PositionsAsync(work);
        var events = await EventsAsync(injection.Id, work);
        var first = DrillDetection.First(injection, events);

        // The log of events tells to the millisecond what the status tells a look later; of a pause only the status tells the end.
        if (whole is not null && DrillDetection.AllReady(injection, events) is { } ready && ready < whole)
            whole = ready;
        var calls = load.Recorder.Calls;
        var round = new DrillRound
        {
            Injection = injection,
            Detected = first?.Time - injection.Began,
            DetectedBy = first?.Kind,
            Answered = DrillJudge.FirstSuccess(calls, load.Decisive, load.Recorder.At(injection.Began), load.Recorder.At(injection.Done)),
            Whole = whole - injection.Began,
            Verdict = DrillJudge.Judge(calls, readings, began, ended),
            Positions = positions,
            Readings = readings.Count,
        };
        say.Line($"noticed after {Seconds(round.Detected)}, answered after {Seconds(round.Answered)}, whole after {Seconds(round.Whole)}");
        return round;
    }

    /// <summary>Where each worker is once they have come to the same position, or do not come to it.</summary>
    private async Task<IReadOnlyDictionary<int, long>> PositionsAsync(CancellationToken work)
    {
        Dictionary<int, long> last = [];
        if (ground.Database is null)
            return last;
        await UntilAsync(
            async () =>
            {
                var database = (await admin.StatusAsync(work)).Databases.First(known => known.Name == ground.Name);
                last = database.Workers.Where(worker => worker.Applied is not null).ToDictionary(worker => worker.Slot, worker => worker.Applied!.Value);
                return last.Values.Distinct().Count() <= 1;
            },
            TimeSpan.FromSeconds(10),
            work);
        return last;
    }

    private async Task<IReadOnlyList<StackEvent>> EventsAsync(long after, CancellationToken work)
    {
        var all = new List<StackEvent>();
        while (true)
        {
            var page = await admin.EventsAsync(after, EventPage, work);
            all.AddRange(page);
            if (page.Count < EventPage)
                return all;
            after = page[^1].Id;
        }
    }

    private static DrillRequest RequestOf(DrillPlan plan, DrillGround ground) => new(
        plan.Fault.Word, plan.Fault.IsOfDatabase ? ground.Name : null, plan.Fault.IsOfDatabase ? null : ground.Name, plan.Pause?.TotalSeconds);

    private async Task EndPauseAsync(DrillInjection injection, CancellationToken cleaning)
    {
        try
        {
            await admin.EndDrillAsync(injection.Id, cleaning);
        }
        catch (AdminException fault)
        {
            await context.Console.Error.WriteLineAsync($"capstan: what was paused goes on by itself after {injection.Seconds:0.#} s: {fault.Message}");
        }
    }

    private async Task DropAsync(DrillTable table, CancellationToken cleaning)
    {
        using var limit = new CancellationTokenSource(CleaningLimit, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cleaning);
        try
        {
            await table.DropAsync(either.Token);
        }
        catch (Exception fault) when (fault is DatabaseException or OperationCanceledException)
        {
            await context.Console.Error.WriteLineAsync($"capstan: the table {table.Name} is left in '{ground.Name}' ({fault.Message.TrimEnd('.')}); DROP TABLE {table.Name} removes it.");
        }
    }

    private async Task<bool> UntilAsync(Func<Task<bool>> isSo, TimeSpan limit, CancellationToken work)
    {
        var begin = context.Time.GetTimestamp();
        while (!await isSo())
        {
            if (context.Time.GetElapsedTime(begin) >= limit)
                return false;
            await Task.Delay(Look, context.Time, work);
        }

        return true;
    }

    private static string Seconds(TimeSpan? span) => span is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalSeconds:0.000} s") : "-";

    private sealed class Saying(CliContext context, int number, int rounds)
    {
        public void Line(string text) => context.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {number} of {rounds}: {text}"));
    }
}
