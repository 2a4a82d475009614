using Capstan.Core.Stacks;

namespace Capstan.Containers.Docker;

/// <summary>Folders of the host are mounted only from below the stack file's folder, symbolic links followed.</summary>
internal static class MountRule
{
    /// <summary>One sentence about the first mount that breaks the rule; null when none does.</summary>
    public static string? Fault(DockerStack stack, ReplicaTemplate template)
    {
        var root = Resolve(stack.Folder) + Path.DirectorySeparatorChar;
        foreach (var folder in template.Volumes.Where(volume => volume.IsFolder).Select(volume => volume.Source))
        {
            if (!Directory.Exists(folder) && !File.Exists(folder))
                return $"there is no folder {folder} to mount: create it";
            if (!(Resolve(folder) + Path.DirectorySeparatorChar).StartsWith(root, StringComparison.Ordinal))
                return $"the folder {folder} is not below the stack's folder {stack.Folder}: use one that is, or a named volume";
        }
        return null;
    }

    private static string Resolve(string path)
    {
        var resolved = Path.GetPathRoot(path)!;
        foreach (var part in Path.GetFullPath(path).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            resolved = Path.Combine(resolved, part);
            if (new DirectoryInfo(resolved).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                resolved = Resolve(target.FullName);
        }
        return resolved.TrimEnd(Path.DirectorySeparatorChar);
    }
}
