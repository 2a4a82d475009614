using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>Commands that are interrupted in the middle of their work, and surely there: what is soon done may be done before.</summary>
internal static class Interruption
{
    private const int Attempts = 10;

    /// <summary>Tries until a try met a command in the middle.</summary>
    /// <param name="tryAsync">Interrupts the command, by the number of the try, and says whether it was in the middle.</param>
    public static async Task RepeatAsync(Func<int, Task<bool>> tryAsync)
    {
        for (var attempt = 1; !await tryAsync(attempt); attempt++)
            Assert.True(attempt < Attempts, "it was never interrupted in the middle");
    }

    /// <summary>Waits until a command is in the middle.</summary>
    /// <returns>Whether it was seen there; otherwise it is over.</returns>
    public static async Task<bool> IsSeenAsync(ChildRun run, TimeSpan limit, Func<bool> isInTheMiddle)
    {
        var isSeen = false;
        await Until.TrueAsync("the command is in the middle, or over", limit, () => (isSeen = isInTheMiddle()) || run.HasExited);
        return isSeen;
    }
}
