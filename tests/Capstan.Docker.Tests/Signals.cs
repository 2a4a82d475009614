using System.Diagnostics;
using System.Globalization;

namespace Capstan.Docker.Tests;

/// <summary>Sends signals to processes that the tests own.</summary>
internal static class Signals
{
    public static async Task SendAsync(int pid, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
