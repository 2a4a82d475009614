using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>One kind of load, which systems are put under in turn.</summary>
internal interface ITurnLoad
{
    /// <summary>Heading of its table.</summary>
    string Name { get; }

    /// <summary>How often each system has its turn.</summary>
    int Rounds { get; }

    /// <summary>Length of a turn.</summary>
    int Seconds { get; }

    /// <summary>Puts the load on a system for some seconds.</summary>
    /// <exception cref="BenchException">The load generator failed or its answer cannot be read.</exception>
    Task<ClientReport> RunAsync(string url, string cores, int seconds, CancellationToken ending);

    /// <summary>One short round of it.</summary>
    ITurnLoad Quick();
}
