using Capstan.Commands;
using Capstan.Hosting;

namespace Capstan.Screens;

/// <summary>Shows a run: live in a terminal, as plain lines elsewhere.</summary>
internal sealed class RunScreen(StackPlace place, CliContext context) : IStackObserver, IAsyncDisposable
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _end = new();
    private Task _showing = Task.CompletedTask;

    /// <summary>The stack, once it has started.</summary>
    public RunningStack? Stack { get; private set; }

    /// <inheritdoc />
    public void Started(RunningStack stack)
    {
        Stack = stack;
        var before = stack.Events.Recent(1).Select(happened => happened.Id).FirstOrDefault();
        _showing = Task.Run(() => ShowAsync(stack, before));
    }

    /// <summary>Ends the show; what was still to be said is said.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _showing;
        _end.Dispose();
    }

    private async Task ShowAsync(RunningStack stack, long before)
    {
        try
        {
            await (context.Console.IsTerminal ? ShowLiveAsync(stack) : ShowLinesAsync(stack, before));
        }
        catch (IOException)
        {
            // Whoever read the output has gone; the stack runs on, and its events are in the file all the same.
        }
    }

    private async Task ShowLiveAsync(RunningStack stack)
    {
        using var painter = new ScreenPainter(context.Console);
        using var timer = new PeriodicTimer(Refresh, context.Time);
        try
        {
            do
            {
                var status = stack.Control.Status();
                painter.Paint(StackScreen.Compose(
                    status, stack.Events.Recent(20), Invitations.For(status, place, context), "Ctrl-C stops the stack, a second Ctrl-C at once",
                    context.Time.GetUtcNow(), context.Time.LocalTimeZone,
                    context.Console.Size().Height));
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task ShowLinesAsync(RunningStack stack, long shown)
    {
        // The stack's first status is older than its admin API.
        var status = stack.Control.Status() with { Admin = stack.Admin };
        foreach (var line in FirstScreen.Lines(status, Invitations.For(status, place, context)))
            await context.Console.Out.WriteLineAsync(line);
        await context.Console.Out.FlushAsync();

        try
        {
            await foreach (var happened in stack.Events.FollowAsync(shown, _end.Token))
            {
                Say(happened);
                shown = happened.Id;
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The run is over; its last words follow.
        }

        foreach (var happened in stack.Events.Recent(int.MaxValue, shown))
            Say(happened);
    }

    private void Say(Events.StackEvent happened)
    {
        context.Console.Out.WriteLine(EventLine.Of(happened, context.Time.LocalTimeZone).Plain(int.MaxValue));
        context.Console.Out.Flush();
    }
}
