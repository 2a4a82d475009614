namespace Capstan.ZooKeeper;

/// <summary>Between the paths that the caller names and those of the servers.</summary>
/// <param name="root">What the servers' paths begin with; empty for nothing.</param>
internal sealed class Chroot(string root)
{
    /// <summary>The path for the servers.</summary>
    public string Outer(string path) => root.Length == 0 ? path : path == "/" ? root : root + path;

    /// <summary>The path for the caller.</summary>
    public string Inner(string path)
    {
        if (root.Length == 0 || !path.StartsWith(root))
            return path;
        return path.Length == root.Length ? "/" : path[root.Length..];
    }
}
