using System.Runtime.InteropServices;

namespace Capstan.Bench.Databases.Postgres;

/// <summary>PostgreSQL's programs and the user whom they run as: it refuses root, for whom the package's own user steps in.</summary>
internal static partial class PostgresUser
{
    private const string User = "postgres";

    // Debian keeps the servers of several versions side by side, off the PATH.
    private const string Folder = "/usr/lib/postgresql/15/bin";

    /// <summary>Path of one of its programs.</summary>
    public static string Program(string name) => Path.Combine(Folder, name);

    /// <summary>The command line of a program of the server, which becomes that program: the process id is its own.</summary>
    public static IReadOnlyList<string> Command(string name, params IEnumerable<string> arguments) => Become(Program(name), arguments);

    /// <summary>The command line of any other program that runs as that user.</summary>
    public static IReadOnlyList<string> Become(string program, params IEnumerable<string> arguments) =>
        geteuid() == 0 ? ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", program, .. arguments] : [program, .. arguments];

    /// <summary>Runs a program of the server to its end.</summary>
    public static async Task RunAsync(string name, IEnumerable<string> arguments, CancellationToken ending)
    {
        var command = Command(name, arguments);
        await Programs.Command.RunAsync(command[0], [.. command.Skip(1)], ending);
    }

    /// <summary>Gives it a folder.</summary>
    public static async Task OwnAsync(string folder, CancellationToken ending)
    {
        if (geteuid() == 0)
            await Programs.Command.RunAsync("chown", [$"{User}:", folder], ending);
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
