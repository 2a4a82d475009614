using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>One kind of load.</summary>
/// <param name="Name">Heading of its table.</param>
/// <param name="Connections">Keep-alive connections, each with one request in flight at any time.</param>
/// <param name="Script">File of <c>bench/forwarding</c> that says what is sent.</param>
/// <param name="Rounds">How often each system has its turn.</param>
/// <param name="Seconds">Length of a turn.</param>
internal sealed record WrkLoad(string Name, int Connections, string Script, int Rounds, int Seconds)
{
    /// <summary>Puts the load on a URL, from one core, for some seconds.</summary>
    /// <exception cref="BenchException">wrk failed or its answer cannot be read.</exception>
    public Task<WrkResult> RunAsync(string url, int core, int seconds, CancellationToken ending) =>
        Wrk.RunAsync(url, Path.Combine("forwarding", Script), Connections, seconds, core, [], ending);
}
