using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>Systems that run all the time, idle but for their turn; the turns go round.</summary>
/// <param name="run">The run.</param>
/// <param name="cores">The cores of the client, as <c>taskset</c> writes them.</param>
internal sealed class Turns(BenchRun run, string cores) : IAsyncDisposable
{
    private readonly List<RunningSystem> _systems = [];

    /// <summary>Starts one more system and waits until it answers.</summary>
    /// <param name="name">Name in tables.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="start">Starts it.</param>
    /// <param name="isAlone">Whether its process alone counts, not its children too.</param>
    public async Task AddAsync(string name, ProxyPlace place, Func<ProxyPlace, Child> start, bool isAlone = false)
    {
        var child = start(place);
        _systems.Add(new RunningSystem(name, place.Url, child, isAlone));
        await Ready.AnswersAsync(place.Url, child, TimeSpan.FromSeconds(30), run.Ending);
    }

    /// <summary>Long enough for a compiler at run time to have compiled what is hot, and the same for all.</summary>
    public async Task WarmAsync(IReadOnlyList<ITurnLoad> loads, int seconds)
    {
        foreach (var system in _systems)
        {
            run.Say($"warming up {system.Name}");
            foreach (var load in loads)
                await load.RunAsync(system.Url, cores, seconds, run.Ending);
        }
    }

    /// <summary>Measures every system under a load.</summary>
    public async Task<IReadOnlyList<SystemFigures>> MeasureAsync(ITurnLoad load)
    {
        var figures = _systems.ConvertAll(system => new SystemFigures(system.Name));
        for (var round = 1; round <= load.Rounds; round++)
        {
            foreach (var (system, of) in _systems.Zip(figures))
                await TurnAsync(load, round, system, of);
        }

        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var system in Enumerable.Reverse(_systems))
            await system.Program.DisposeAsync();
    }

    private async Task TurnAsync(ITurnLoad load, int round, RunningSystem system, SystemFigures of)
    {
        var processes = ProcessTree.Of(system.Program.Pid);
        foreach (var pid in processes)
            ProcessTree.ForgetPeak(pid);
        var before = system.CpuSeconds();
        var result = await load.RunAsync(system.Url, cores, load.Seconds, run.Ending);
        var cpu = system.CpuSeconds() - before;
        of.Add(result, cpu, processes.Sum(ProcessTree.PeakResident));
        run.Say($"{load.Name}, round {round} of {load.Rounds}, {system.Name}: {of.CpuOfRounds[^1]:0.0} µs, {result.Requests / result.Seconds:0} requests/s");
    }
}
