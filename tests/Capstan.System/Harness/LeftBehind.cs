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
        return [.. ProcessTable.Pids().Where(pid => ProcessTable.Read(pid, "environ") is { } block && block.AsSpan().IndexOf(wanted) >= 0 && IsAlive(pid))];
    }

    public static bool IsAlive(int pid) =>
        ProcessTable.Read(pid, "stat") is { Length: > 0 } stat && Encoding.UTF8.GetString(stat) is var text && text[text.LastIndexOf(')') + 2] is not ('Z' or 'X');

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
            // A controller that was killed leaves its network, and an engine has room for few.
            await DockerEngine.RemoveNetworksAsync(draft.Name);
        }
    }

    private static string Describe(int pid) =>
        $"{pid} {Encoding.UTF8.GetString(ProcessTable.Read(pid, "cmdline") ?? []).Replace('\0', ' ')}";
}
