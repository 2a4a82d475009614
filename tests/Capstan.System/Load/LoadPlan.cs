namespace Capstan.SystemTests.Load;

/// <summary>A bounded load on <c>/work</c>: each client sends one request after the other, at a steady pace.</summary>
internal sealed record LoadPlan
{
    public required Uri Target { get; init; }

    public int Clients { get; init; } = 8;

    /// <summary>Time between two requests of a client; one that takes longer delays the next.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Every second request is a POST.</summary>
    public bool Posts { get; init; } = true;

    /// <summary>Milliseconds that a replica works on each request.</summary>
    public int WorkMs { get; init; }

    /// <summary>Longest time that the load goes on when nobody stops it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Most requests.</summary>
    public int Most { get; init; } = 200_000;

    /// <summary>Time after which a client gives up a request.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);
}
