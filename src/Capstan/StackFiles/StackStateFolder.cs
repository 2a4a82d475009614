namespace Capstan.StackFiles;

/// <summary>Where a stack keeps its state while and after it runs.</summary>
public static class StackStateFolder
{
    /// <summary>Environment variable with the path of the state folder.</summary>
    public const string Variable = "CAPSTAN_STATE";

    /// <summary>The named folder, else the one of the environment, else <c>.capstan/NAME</c> beside the stack file.</summary>
    /// <param name="named">Value of <c>--state</c>; null when it was not given.</param>
    /// <param name="currentFolder">Absolute path that a relative <paramref name="named"/> starts from.</param>
    /// <param name="stackFile">Absolute path of the stack file.</param>
    /// <param name="stackName">The stack's name, from <see cref="StackName.Find"/> when the file may be broken.</param>
    /// <param name="environment">Environment variables.</param>
    /// <returns>An absolute path; the folder need not exist.</returns>
    public static string Of(
        string? named, string currentFolder, string stackFile, string stackName, IReadOnlyDictionary<string, string> environment)
    {
        var chosen = named ?? environment.GetValueOrDefault(Variable);
        return string.IsNullOrEmpty(chosen)
            ? Path.Combine(Path.GetDirectoryName(stackFile) ?? "/", ".capstan", stackName)
            : Path.GetFullPath(chosen, currentFolder);
    }

    /// <summary>Makes the folder, mode 0700, where it is missing.</summary>
    /// <exception cref="IOException">It cannot be made; the message tells the remedy.</exception>
    public static void Create(string stateFolder)
    {
        try
        {
            Directory.CreateDirectory(stateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The state folder {stateFolder} cannot be made ({fault.Message.TrimEnd('.')}); choose another with --state FOLDER or {Variable}.", fault);
        }
    }
}
