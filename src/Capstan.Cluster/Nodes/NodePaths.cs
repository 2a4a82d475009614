using System.Globalization;

namespace Capstan.Cluster.Nodes;

/// <summary>Where a database's nodes are, below the root of its ensemble.</summary>
internal static class NodePaths
{
    /// <summary>The whole tree.</summary>
    public const string Root = "/";

    /// <summary>What workers are told of their database. Its absence says that the ensemble was set up anew.</summary>
    public const string Settings = "/settings";

    /// <summary>The last epoch that was given out, and to whom.</summary>
    public const string Epoch = "/epoch";

    /// <summary>The leader, ephemeral.</summary>
    public const string Master = "/master";

    /// <summary>LSN of the newest snapshot.</summary>
    public const string Snapshot = "/snapshot";

    /// <summary>LSN of which somebody waits for a snapshot, ephemeral.</summary>
    public const string Wanted = "/wanted";

    /// <summary>An operator accepts the loss of what absent slots hold.</summary>
    public const string Force = "/force";

    /// <summary>Folder of the workers that are present.</summary>
    public const string Workers = "/worker";

    /// <summary>Folder of the slots whose folders may hold data.</summary>
    public const string Roster = "/roster";

    /// <summary>Folder of the containers of workers, and of their process ids as the runtime reports them.</summary>
    public const string Processes = "/process";

    /// <summary>Folder of the last words of workers that were not let in, by slot.</summary>
    public const string Refused = "/refused";

    /// <summary>Those that have nodes below them.</summary>
    public static IReadOnlyList<string> Folders { get; } = [Workers, Roster, Processes, Refused];

    /// <summary>Those that have data of their own.</summary>
    public static IReadOnlyList<string> Singles { get; } = [Settings, Epoch, Master, Snapshot, Wanted, Force];

    /// <summary>A worker's node.</summary>
    public static string Worker(int pid) => Below(Workers, pid);

    /// <summary>A slot's node.</summary>
    public static string RosterOf(int slot) => Below(Roster, slot);

    /// <summary>The container in a slot.</summary>
    public static string ProcessOf(int slot) => Below(Processes, slot);

    /// <summary>Why the last worker in a slot was not let in.</summary>
    public static string RefusedOf(int slot) => Below(Refused, slot);

    /// <summary>The number at a path's end, if the path is directly below a folder.</summary>
    public static int? NumberBelow(string folder, string path) =>
        path.Length > folder.Length + 1 && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal)
        && int.TryParse(path.AsSpan(folder.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static string Below(string folder, int number) => folder + "/" + number.ToString(CultureInfo.InvariantCulture);
}
