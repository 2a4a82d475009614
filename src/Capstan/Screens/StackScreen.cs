using Capstan.Commands;
using Capstan.Control;
using Capstan.Events;

namespace Capstan.Screens;

/// <summary>Composes the screen of a running stack: what is, what will be decided next, what happened, what to try.</summary>
internal static class StackScreen
{
    private const int EventsShown = 8;

    /// <summary>The lines from top to bottom, at most <paramref name="height"/>; where they do not fit, replicas in the middle give way.</summary>
    public static IReadOnlyList<ScreenLine> Compose(
        StackStatus status, IReadOnlyList<StackEvent> events, IReadOnlyList<string> invitations, string footer,
        DateTimeOffset now, TimeZoneInfo zone, int height)
    {
        var top = Head(status, now).ToList();
        var middle = status.Services.SelectMany(service => ServiceLines.Of(service, now).Append(new ScreenLine()))
            .Concat(status.Databases.SelectMany(database => DatabaseLines.Of(database, now).Append(new ScreenLine()))).ToList();
        var bottom = new List<ScreenLine>();
        bottom.AddRange(status.Problems.Select(problem => new ScreenLine().Add("! " + problem, Tone.Bad)));
        bottom.AddRange(events.TakeLast(EventsShown).Select(happened => EventLine.Of(happened, zone)));
        bottom.Add(new ScreenLine());
        bottom.Add(new ScreenLine().Add("try  ", Tone.Dim).Add(string.Join("  ·  ", invitations)));
        bottom.Add(new ScreenLine().Add("     " + footer, Tone.Dim));

        var room = Math.Max(0, height - top.Count - bottom.Count);
        if (middle.Count > room)
        {
            var hidden = middle.Count - room + 1;
            middle = [.. middle.Take(Math.Max(0, room - 1)), new ScreenLine().Add($"  … {Humane.Count(hidden, "line")} more: make the window taller or see 'status'", Tone.Dim)];
        }

        return [.. ((IEnumerable<ScreenLine>)[.. top, .. middle, .. bottom]).Take(height)];
    }

    /// <summary>The first lines: which stack, since when, and where it is reached.</summary>
    public static IEnumerable<ScreenLine> Head(StackStatus status, DateTimeOffset now)
    {
        yield return new ScreenLine()
            .Add("capstan  ", Tone.Dim).Add(status.Stack, Tone.Strong)
            .Add($"  {status.State}", status.State == "running" ? Tone.Good : Tone.Warn)
            .Add($"  on {status.Runtime}, up {Humane.Span(now - status.Since)}, pid {status.Pid}");
        yield return new ScreenLine().Add("gateway  ", Tone.Dim).Add(string.Join("  ", status.Gateway)).Add("   admin  ", Tone.Dim).Add(status.Admin);
        yield return new ScreenLine();
    }
}
