using System.Globalization;

namespace Capstan.Containers.Processes.Logs;

/// <summary>Names of log files: <c>service.slot.log</c>, and <c>.1</c>, <c>.2</c> … behind it for older ones.</summary>
internal static class LogNames
{
    private const string Suffix = ".log";

    public static string FolderIn(string stateFolder) => Path.Combine(stateFolder, "logs");

    public static string PathOf(string folder, string service, int slot) => Path.Combine(folder, $"{service}.{slot}{Suffix}");

    public static string Older(string path, int age) => age == 0 ? path : $"{path}.{age}";

    /// <summary>Reads the name of a file that is being written; others are not of that form.</summary>
    public static bool TryParse(string path, out string service, out int slot)
    {
        service = "";
        slot = 0;
        var name = Path.GetFileName(path);
        if (!name.EndsWith(Suffix, StringComparison.Ordinal))
            return false;
        name = name[..^Suffix.Length];
        var dot = name.LastIndexOf('.');
        if (dot < 1 || !int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out slot))
            return false;
        service = name[..dot];
        return true;
    }
}
