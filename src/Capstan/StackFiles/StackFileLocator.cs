namespace Capstan.StackFiles;

/// <summary>Finds the stack file: the named one, else the one in the current folder, else the demo.</summary>
public static class StackFileLocator
{
    /// <summary>Environment variable with the path of the demo's stack file.</summary>
    public const string DemoVariable = "CAPSTAN_DEMO";

    private static readonly string[] UsualNames = ["capstan.yaml", "capstan.yml"];

    /// <summary>Finds the file.</summary>
    /// <param name="named">Value of <c>-f</c>; null when it was not given. A folder stands for the usual file in it.</param>
    /// <param name="currentFolder">Absolute path of the current folder.</param>
    /// <param name="environment">Environment variables.</param>
    public static StackFileChoice Locate(string? named, string currentFolder, IReadOnlyDictionary<string, string> environment)
    {
        if (named is not null)
            return Named(Path.GetFullPath(named, currentFolder));
        if (UsualIn(currentFolder) is { } usual)
            return new StackFileChoice(usual, IsDemo: false, null);
        if (environment.GetValueOrDefault(DemoVariable) is not { Length: > 0 } demo)
            return None($"There is no capstan.yaml in {currentFolder}; name a stack file with -f FILE, or go to its folder.");
        var path = Path.GetFullPath(demo, currentFolder);
        return File.Exists(path)
            ? new StackFileChoice(path, IsDemo: true, null)
            : None($"There is no capstan.yaml in {currentFolder}, and the demo {path} is missing; name a stack file with -f FILE.");
    }

    private static StackFileChoice Named(string path)
    {
        if (File.Exists(path))
            return new StackFileChoice(path, IsDemo: false, null);
        if (!Directory.Exists(path))
            return None($"There is no stack file {path}; check the path given with -f.");
        return UsualIn(path) is { } usual
            ? new StackFileChoice(usual, IsDemo: false, null)
            : None($"There is no capstan.yaml in {path}; name the stack file itself with -f FILE.");
    }

    private static string? UsualIn(string folder) => UsualNames.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static StackFileChoice None(string fault) => new(null, IsDemo: false, fault);
}
