using Capstan.Events;

namespace Capstan.Screens;

/// <summary>An event as one line.</summary>
internal static class EventLine
{
    private const int KindWidth = 20;

    /// <summary>Time of day, kind, whom it is about, and why.</summary>
    public static ScreenLine Of(StackEvent happened, TimeZoneInfo zone) => new ScreenLine()
        .Add(TimeZoneInfo.ConvertTime(happened.Time, zone).ToString("HH:mm:ss  "), Tone.Dim)
        .Cell(happened.Kind, KindWidth, ToneOf(happened.Kind))
        .Add((happened.Replica ?? happened.Service) is { } about ? about + ": " : "")
        .Add(happened.Reason);

    private static Tone ToneOf(string kind) => kind switch
    {
        EventKinds.ReplicaReady or EventKinds.StackReady or EventKinds.UpdateDone or EventKinds.TargetReturned => Tone.Good,
        EventKinds.ReplicaFailed or EventKinds.ReplicaStartFailed or EventKinds.PassFailed or EventKinds.RuntimeLost
            or EventKinds.UpdateReturned or EventKinds.PanicStarted or EventKinds.AdminRefused or EventKinds.ReloadRefused => Tone.Bad,
        EventKinds.SlotBackoff or EventKinds.TargetEjected or EventKinds.Holding or EventKinds.ScaleDecided => Tone.Warn,
        _ => Tone.Plain,
    };
}
