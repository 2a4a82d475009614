using Capstan.Events;

namespace Capstan.Control.Databases;

/// <summary>Takes emptied slots off a database's roster, asking again until the others have all that was there, and removes what they kept.</summary>
internal sealed class SlotRetirement(IEventLog events, ControlClock clock, EffectRunner effects)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long an engine may take to answer. Its servers may be there and say nothing, and a stop waits for what is under way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks once; the planner asks again for as long as the slot holds data.</summary>
    public void Ask(DatabaseRecord database, SlotRecord slot)
    {
        if (clock.Now < slot.StopNotBefore)
            return;
        slot.IsBusy = true;
        var retired = false;
        effects.Begin(
            async () =>
            {
                if (!await IsOffTheRosterAsync(database, slot))
                    return;
                await database.Parts.Places.RemoveAsync(slot.Number, CancellationToken.None);
                retired = true;
            },
            fault => Asked(database, slot, retired, fault));
    }

    private async Task<bool> IsOffTheRosterAsync(DatabaseRecord database, SlotRecord slot)
    {
        using var limit = new CancellationTokenSource(Patience, clock.Provider);
        try
        {
            return await database.Parts.Engine.RetireAsync(slot.Number, limit.Token);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"its engine did not answer within {Patience.TotalSeconds:0} s", late);
        }
    }

    private void Asked(DatabaseRecord database, SlotRecord slot, bool retired, Exception? fault)
    {
        slot.IsBusy = false;
        slot.StopNotBefore = clock.Now + Pause;
        if (retired)
        {
            slot.HoldsData = false;
            slot.FailedReason = "";
            events.Append(EventKinds.DatabaseSlotEmptied, $"the others have all that slot {slot.Number} had; what it kept is removed", database.Name);
        }
        else if (fault is not null)
        {
            var why = $"slot {slot.Number} is not retired: {fault.Message.TrimEnd('.')}";
            if (slot.FailedReason != why)
                events.Append(EventKinds.Warning, $"{why}. It is tried again every second.", database.Name);
            slot.FailedReason = why;
            slot.FailedAt = clock.Wall;
        }
    }
}
