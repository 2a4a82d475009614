using Capstan.Bench.Programs;

namespace Capstan.Bench.Forwarding;

/// <summary>One kind of load.</summary>
/// <param name="Name">Heading of its table.</param>
/// <param name="Connections">Connections, each with one request in flight at any time.</param>
/// <param name="Path">What is asked for, without a slash in front.</param>
/// <param name="Script">File of <c>bench/forwarding</c> that says how.</param>
/// <param name="Rounds">How often each system has its turn.</param>
/// <param name="Seconds">Length of a turn.</param>
internal sealed record WrkLoad(string Name, int Connections, string Path, string Script, int Rounds, int Seconds) : ITurnLoad
{
    /// <summary>The loads on proxies with one core.</summary>
    public static IReadOnlyList<WrkLoad> OnOneCore { get; } =
    [
        new("GET of 60 bytes, 64 connections", 64, "", "get.lua", 10, 2),
        new("GET of 60 bytes, 1,024 connections", 1024, "", "get.lua", 5, 2),
        new("GET of 16 KiB, 64 connections", 64, "16k", "get.lua", 5, 2),
        new("GET of 16 KiB, 1,024 connections", 1024, "16k", "get.lua", 3, 2),
        new("GET of 1 MiB, 64 connections", 64, "1m", "get.lua", 3, 2),
        new("GET of 1 MiB, 1,024 connections", 1024, "1m", "get.lua", 3, 4),
        new("POST of 1 KiB, 64 connections", 64, "", "post.lua", 5, 2),
        new("A new connection for each GET of 60 bytes, 64 at a time", 64, "", "new.lua", 5, 2),
    ];

    /// <summary>The load on proxies with both cores.</summary>
    public static IReadOnlyList<WrkLoad> OnBothCores { get; } = [new("GET of 60 bytes, 64 connections, everything on both cores", 64, "", "get.lua", 5, 2)];

    /// <inheritdoc />
    public ITurnLoad Quick() => this with { Rounds = 1, Seconds = 1 };

    /// <inheritdoc />
    public Task<ClientReport> RunAsync(string url, string cores, int seconds, CancellationToken ending) =>
        Wrk.RunAsync(url + Path, System.IO.Path.Combine("forwarding", Script), Connections, seconds, cores, [], ending);
}
