namespace Capstan.Commands.Databases.Transfers;

/// <summary>Work that tidies up when somebody interrupts it.</summary>
internal static class Interruptible
{
    /// <summary>Does the work; Ctrl-C and the like end it by its token.</summary>
    /// <param name="context">The world.</param>
    /// <param name="work">The work; gives the exit code.</param>
    /// <param name="farewell">What is left behind when it is interrupted, for people.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public static async Task<int> RunAsync(CliContext context, Func<CancellationToken, Task<int>> work, Func<string> farewell, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var handling = context.Signals.Handle(_ => stop.Cancel());
        try
        {
            return await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await context.Console.Error.WriteLineAsync("capstan: interrupted; " + farewell());
            return ExitCodes.Interrupted;
        }
    }
}
