namespace Capstan.Client;

/// <summary>
/// How long to wait between two attempts: doubling from 50 ms to 2 s, and of that a random part between half and all, so that clients
/// which failed together do not come back together. A longer wait that the database asks for is kept, up to 5 s.
/// </summary>
/// <param name="chance">Numbers from 0 up to 1.</param>
internal sealed class Pauses(Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromSeconds(5);

    private const int MostDoublings = 16;

    /// <summary>The pause after an attempt.</summary>
    /// <param name="attempt">How many came before it.</param>
    /// <param name="asked">What the database asks for.</param>
    public TimeSpan After(int attempt, TimeSpan? asked)
    {
        var full = First * (1L << Math.Min(attempt, MostDoublings));
        var pause = (full < Longest ? full : Longest) * (0.5 + (0.5 * chance()));
        var wanted = asked is { } wait && wait < LongestAsked ? wait : asked is null ? TimeSpan.Zero : LongestAsked;
        return wanted > pause ? wanted : pause;
    }
}
