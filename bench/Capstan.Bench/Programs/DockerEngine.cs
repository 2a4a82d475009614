using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Capstan.Bench.Programs;

/// <summary>The engine that <c>DOCKER_HOST</c> names.</summary>
internal static class DockerEngine
{
    /// <summary>This machine as containers see it, and nobody outside of it; null without such a network.</summary>
    public static string? Bridge => NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(network => network.Name == "docker0")?.GetIPProperties()
        .UnicastAddresses.FirstOrDefault(address => address.Address.AddressFamily == AddressFamily.InterNetwork)?.Address.ToString();

    /// <summary>Why containers of some images cannot be measured; null when they can.</summary>
    /// <param name="images">The images.</param>
    /// <param name="remedy">How they are made.</param>
    /// <param name="ending">Ends the run early.</param>
    public static async Task<string?> WhyNotAsync(IReadOnlyList<string> images, string remedy, CancellationToken ending)
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is not { Length: > 0 })
            return "DOCKER_HOST names no engine";
        try
        {
            await Command.RunAsync("docker", ["image", "inspect", .. images], ending);
            return null;
        }
        catch (BenchException fault)
        {
            return $"{fault.Message} {remedy}";
        }
    }

    /// <summary>Removes the volumes of a stack, which outlive it, as they should.</summary>
    public static async Task RemoveVolumesAsync(string stack)
    {
        var volumes = await Command.RunAsync("docker", ["volume", "ls", "--quiet", "--filter", $"label=capstan.stack={stack}"], CancellationToken.None);
        foreach (var volume in volumes.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await Command.RunAsync("docker", ["volume", "rm", volume], CancellationToken.None);
    }
}
