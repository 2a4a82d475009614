namespace Capstan.ZooKeeper;

/// <summary>Paths as the protocol wants them: absolute, parts apart by one slash, none of them a dot or two, no control characters.</summary>
internal static class NodePath
{
    /// <summary>Refuses what is no path.</summary>
    /// <exception cref="ArgumentException">It is none; the message says why.</exception>
    public static void Check(string path, string name)
    {
        if (Fault(path) is { } fault)
            throw new ArgumentException($"'{path}' is no path of a node: {fault}.", name);
    }

    /// <summary>The parent of a path; of a node at the top, the root.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? "/" : path[..slash];
    }

    /// <summary>The last part of a path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A child's path.</summary>
    public static string Under(string parent, string name) => parent == "/" ? "/" + name : $"{parent}/{name}";

    /// <summary>The path and all above it, the highest first; without the root.</summary>
    public static IEnumerable<string> Ladder(string path)
    {
        for (var slash = path.IndexOf('/', 1); slash > 0; slash = path.IndexOf('/', slash + 1))
            yield return path[..slash];
        yield return path;
    }

    /// <summary>Why a text is no path; null when it is one.</summary>
    public static string? Fault(string? path)
    {
        if (path is not { Length: > 0 } || path[0] != '/')
            return "it must begin with a slash";
        if (path.Length == 1)
            return null;
        if (path[^1] == '/')
            return "it must not end with a slash";
        if (path.Any(c => c is <= '\x1f' or (>= '\x7f' and <= '\x9f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0'))
            return "it has a character that names of nodes cannot have";
        return path.Split('/').Skip(1).Any(part => part is "" or "." or "..") ? "a part of it is empty or consists of dots" : null;
    }
}
