namespace Capstan.Containers.Processes;

/// <summary>Finds a program as a shell would: a name without a slash on the PATH, anything else from the working folder.</summary>
internal static class ProgramLookup
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path to execute; null when the PATH has no such program.</summary>
    public static string? Find(string program, string? path)
    {
        if (program.Contains('/'))
            return program;
        foreach (var folder in (path ?? "/usr/local/bin:/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(folder, program);
            if (File.Exists(candidate) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(candidate) & AnyExecute) != UnixFileMode.None))
                return candidate;
        }
        return null;
    }
}
