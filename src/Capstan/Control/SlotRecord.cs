using Capstan.Core.Replicas;

namespace Capstan.Control;

/// <summary>What the controller remembers of one slot. Touched by the control loop alone.</summary>
internal sealed class SlotRecord
{
    public SlotRecord(int number) => Number = number;

    public int Number { get; }

    /// <summary>The newest generation that was given out, 0 before the first.</summary>
    public int Generation { get; set; }

    /// <summary>The port that the slot owns; 0 before it has one, or where none is needed.</summary>
    public int Port { get; set; }

    public ReplicaRecord? Replica { get; set; }

    /// <summary>Whether a start or stop is under way.</summary>
    public bool IsBusy { get; set; }

    /// <summary>When the start under way was asked for.</summary>
    public TimeSpan Attempt { get; set; }

    /// <summary>Whether its data folder may hold something; of databases.</summary>
    public bool HoldsData { get; set; }

    /// <summary>Earliest moment of the next try to stop its replica, or to retire it, after one that failed.</summary>
    public TimeSpan StopNotBefore { get; set; }

    public CrashLoop CrashLoop { get; set; }

    /// <summary>Hash of the template that last failed here before it was ready.</summary>
    public string? FailedHash { get; set; }

    /// <summary>Why the last start or replica here failed; empty when it did not.</summary>
    public string FailedReason { get; set; } = "";

    /// <summary>When <see cref="FailedReason"/> was set, on the wall clock.</summary>
    public DateTimeOffset FailedAt { get; set; }

    /// <summary>See <see cref="SlotView.IsGivenUp"/>.</summary>
    public bool IsGivenUp { get; set; }
}
