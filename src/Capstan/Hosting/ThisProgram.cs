namespace Capstan.Hosting;

/// <summary>How to start this very program again.</summary>
internal static class ThisProgram
{
    /// <summary>The one argument that makes this program a guard of child processes; no command for people.</summary>
    public const string GuardWord = "guard";

    /// <summary>The one argument that makes this program a worker of a database; no command for people.</summary>
    public const string WorkerWord = "worker";

    /// <summary>Program and first arguments: the file itself where it is an executable of its own, otherwise <c>dotnet capstan.dll</c>.</summary>
    public static IReadOnlyList<string> Command { get; } = Find();

    private static string[] Find()
    {
        var host = Environment.ProcessPath ?? "dotnet";
        var library = typeof(ThisProgram).Assembly.Location;
        return library.Length > 0 && Path.GetFileNameWithoutExtension(host) == "dotnet" ? [host, library] : [host];
    }
}
