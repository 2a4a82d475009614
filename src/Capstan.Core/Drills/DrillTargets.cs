namespace Capstan.Core.Drills;

/// <summary>
/// Chooses whom a drill injures. What is in trouble already is left alone: a fault on top of another proves nothing and may cost what
/// the first one left.
/// </summary>
public static class DrillTargets
{
    /// <summary>Chooses; of several that would do, the one that has served longest, so that no slot is taken twice in a row.</summary>
    public static DrillChoice Choose(DrillFault fault, DrillGroup group)
    {
        var info = DrillFaults.Of(fault);
        if (info.IsOfDatabase != group.IsDatabase)
            return DrillChoice.Refuse($"{info.Word} is a fault of a {(info.IsOfDatabase ? "database" : "service")}, and '{group.Name}' is none.");
        return Fault(group) is { } trouble ? DrillChoice.Refuse(trouble) : Pick(fault, group);
    }

    private static string? Fault(DrillGroup group)
    {
        if (group.Trouble.Length > 0)
            return $"'{group.Name}' is in trouble already: {group.Trouble.TrimEnd('.')}.";
        if (group.IsDatabase && !group.Members.Any(member => member.IsLeader))
            return $"'{group.Name}' has no leader now; wait until it has one.";
        var ready = group.Members.Count(member => member is { IsReady: true, IsLeader: false });
        return ready < group.Wanted
            ? $"'{group.Name}' is not whole: {ready} of {group.Wanted} {(group.IsDatabase ? "followers" : "replicas")} are ready; wait until all are."
            : null;
    }

    private static DrillChoice Pick(DrillFault fault, DrillGroup group)
    {
        var others = group.Members.Where(member => member is { IsReady: true, IsLeader: false })
            .OrderBy(member => member.Since).ThenBy(member => member.Id.Slot).ToList();
        return fault switch
        {
            DrillFault.KillWorkers => DrillChoice.Of([.. group.Members]),
            _ when others.Count == 0 && group.IsDatabase =>
                DrillChoice.Refuse($"'{group.Name}' has no follower; 'capstan scale {group.Name}=1' gives it one."),
            _ when others.Count == 0 => DrillChoice.Refuse($"'{group.Name}' has no replica of its own."),
            DrillFault.KillLeader or DrillFault.PauseLeader => DrillChoice.Of(group.Members.First(member => member.IsLeader)),
            _ => DrillChoice.Of(others[0]),
        };
    }
}
