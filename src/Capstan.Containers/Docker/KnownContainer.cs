using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>
/// What is known of one container besides the newest listing: what its last inspection said, and what its events have said since. The rules
/// by which that and the listing become a report are here. Immutable.
/// </summary>
internal sealed record KnownContainer
{
    /// <summary>Engines 20.10 tell this code too when the program had another and the container could not be cleared away.</summary>
    private const int DoubtfulCode = 255;

    /// <summary>What its last inspection said.</summary>
    private RuntimeReplica? Last { get; init; }

    /// <summary>Whether that inspection still holds: all that happened since would have been heard.</summary>
    private bool IsFresh { get; init; }

    private bool IsGone { get; init; }

    private bool HasEnded { get; init; }

    /// <summary>The code that its end was told with; null when that is not known, or in doubt.</summary>
    private int? Code { get; init; }

    /// <summary>A container of which only listings tell.</summary>
    public static KnownContainer Nothing { get; } = new();

    /// <summary>After it may have been started, or events may have been missed.</summary>
    public KnownContainer Doubted() => this with { IsFresh = false, HasEnded = false, Code = null };

    /// <summary>After its <c>die</c> event.</summary>
    public KnownContainer Ended(int? code) => this with { IsFresh = false, HasEnded = true, Code = code == DoubtfulCode ? null : code };

    /// <summary>After it was inspected.</summary>
    /// <param name="report">What came of it; null when the container is gone.</param>
    /// <param name="isNewest">Whether nothing that happened since the inspection began, and nothing that happens from now on, can be missed.</param>
    public KnownContainer Inspected(RuntimeReplica? report, bool isNewest)
    {
        if (report is null)
            return this with { IsGone = true };
        var after = isNewest ? this with { IsFresh = true, HasEnded = false, Code = null } : this;
        return after with { Last = report };
    }

    /// <summary>Whether only an inspection tells enough.</summary>
    public bool NeedsInspection(ContainerSummary listed) =>
        !IsGone && Code is null && !listed.IsNew && !(IsFresh && Last?.IsRunning == listed.Runs);

    /// <summary>How it is now, by all that is known; null when it is gone.</summary>
    public RuntimeReplica? Report(ContainerSummary listed)
    {
        if (IsGone || (Last ?? DockerContainers.Report(listed)) is not { } last)
            return null;
        // What was inspected after the listing was made is newer than the listing, but nothing that ended runs again unheard.
        return HasEnded || (last.IsRunning && listed.IsOver) ? last with { IsRunning = false, Pid = 0, ExitCode = Code } : last;
    }
}
