using System.Text.RegularExpressions;
using Capstan.Core.Stacks;

namespace Capstan.StackFiles.Forms;

/// <summary>
/// Mounts: <c>name:/path[:ro]</c> for a named volume, <c>./folder:/path[:ro]</c> for a folder below the stack file's. Nothing else
/// of the host is ever mounted, also not through a symbolic link.
/// </summary>
internal static partial class VolumeForm
{
    private const string Shape = "write name:/path or ./folder:/path, and :ro behind it for read-only";

    /// <summary>Reads a mount.</summary>
    public static Formed<VolumeSpec> Read(string folder, string text)
    {
        var parts = text.Split(':');
        if (parts.Length is < 2 or > 3 || (parts.Length == 3 && parts[2] is not ("ro" or "rw")) || parts[0].Length == 0 || text.Contains('\0'))
            return new Misshape($"'{text}' is not a volume", Shape);
        var target = parts[1];
        if (!target.StartsWith('/') || target == "/" || target.Split('/').Contains(".."))
            return new Misshape($"'{target}' is not a place inside the container", "write an absolute path below '/', such as /data");
        var readOnly = parts.Length == 3 && parts[2] == "ro";
        if (parts[0].Contains('/') || parts[0].StartsWith('.') || parts[0].StartsWith('~'))
            return Folder(folder, parts[0]) is { Fault: { } fault } wrong ? new Misshape(fault, wrong.Remedy) : new VolumeSpec(Path.GetFullPath(parts[0], folder), target, IsFolder: true, readOnly);
        return VolumeName().IsMatch(parts[0])
            ? new VolumeSpec(parts[0], target, IsFolder: false, readOnly)
            : new Misshape($"'{parts[0]}' is not a volume's name", "use letters, digits, dots, underscores and dashes");
    }

    private static Formed<string> Folder(string folder, string text)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, folder));
        const string Remedy = "only folders below the stack file's own are mounted; copy it there, or use a named volume";
        if (!IsBelow(path, folder))
            return new Misshape($"'{text}' is not below the stack file's folder", Remedy);
        if (Path.GetRelativePath(folder, path).Split('/')[0] == ".capstan")
            return new Misshape("the folder .capstan holds the state of running stacks and is never mounted", "name another folder");
        if (!Directory.Exists(path))
            return new Misshape($"there is no folder {path}", "create it first");
        return IsBelow(RealPath(path), RealPath(folder)) ? path : new Misshape($"'{text}' leads through a link out of the stack file's folder", Remedy);
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + "/");

    // Links may stand anywhere in a path, so each part is followed in turn.
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } link)
                real = RealPath(link.FullName);
        }

        return real;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VolumeName();
}
