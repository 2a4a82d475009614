using System.Globalization;
using System.Text;

namespace Capstan.SystemTests.Harness;

/// <summary>
/// What a stack left on the machine. Its processes are known by a variable in the environment that every descendant inherits; its
/// containers by their label.
/// </summary>
internal static class LeftBehind
{
    public const string Variable = "CAPSTAN_SYSTEM_TEST";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Processes with the mark, those that only wait to be reaped left out.</summary>
    public static IReadOnlyList<int> Processes(string mark)
    {
        var wanted = Encoding.UTF8.GetBytes($"{Variable}={mark}");
        return [.. Directory.EnumerateDirectories("/proc").Select(PidOf).OfType<int>()
            .Where(pid => Read(pid, "environ") is { } block && block.AsSpan().IndexOf(wanted) >= 0 && IsAlive(pid))];
    }

    public static bool IsAlive(int pid) =>
        Read(pid, "stat") is { Length: > 0 } stat && Encoding.UTF8.GetString(stat) is var text && text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');

    /// <summary>Fails when anything of the stack is left.</summary>
    public static async Task AssertNothingAsync(string mark, StackDraft draft)
    {
        await Until.TrueAsync("no process of the stack left", Patience, () => Processes(mark).Count == 0, () => string.Join('\n', Processes(mark).Select(Describe)));
        if (draft.Runtime == Runtime.Docker)
            Assert.Empty(await DockerEngine.ContainersAsync(draft.Name));
    }

    /// <summary>Ends what a failed test left, so that it does not disturb the others.</summary>
    public static async Task EndAsync(string mark, StackDraft draft)
    {
        foreach (var pid in Processes(mark))
            Signals.TrySend(pid, Signals.Kill);
        if (draft.Runtime == Runtime.Docker)
        {
            foreach (var container in await DockerEngine.ContainersAsync(draft.Name))
                await DockerEngine.RunAsync("rm", "--force", "-v", container.Id);
        }
    }

    private static string Describe(int pid) =>
        $"{pid} {Encoding.UTF8.GetString(Read(pid, "cmdline") ?? []).Replace('\0', ' ')}";

    private static int? PidOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static byte[]? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It ended while it was being looked at, or belongs to somebody else.
            return null;
        }
    }
}
