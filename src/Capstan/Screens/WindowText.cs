using Capstan.Commands;
using Capstan.Control;

namespace Capstan.Screens;

/// <summary>The running scaling window in words.</summary>
internal static class WindowText
{
    /// <summary>What was counted, when it is decided, what the decision would be now, and what would change it.</summary>
    public static string Of(WindowStatus window, DateTimeOffset now, string counted = "request", string wanted = "replica")
    {
        var more = window.More switch
        {
            null => "the maximum",
            { } count => $"{Humane.Count(count, "more " + counted)} would ask for {window.Next + 1}",
        };
        return $"{Humane.Count(window.Count, counted)} in window {window.Index}, decided in {Humane.Span(window.EndsAt - now)}: "
            + $"{Humane.Count(window.Next, wanted)} ({more})";
    }
}
