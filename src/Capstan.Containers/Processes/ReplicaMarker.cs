using System.Security.Cryptography;
using System.Text;
using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Processes;

/// <summary>
/// The environment variable <c>CAPSTAN_REPLICA</c>, which every descendant of a replica inherits. Its value is
/// <c>stack/run/replica</c>: the stack's state folder, the guard's run, the replica.
/// </summary>
internal static class ReplicaMarker
{
    public const string Variable = "CAPSTAN_REPLICA";

    /// <summary>Short name of a state folder; one folder is used by one stack.</summary>
    public static string StackOf(string stateFolder) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(stateFolder))))[..16];

    /// <summary>Whether the process was started with a marker that begins with <paramref name="prefix"/> (ending at a slash or whole).</summary>
    public static bool IsOn(int pid, string prefix) => ProcFile.Read(pid, "environ") is { } block && IsIn(block, prefix);

    public static bool IsIn(ReadOnlySpan<byte> environment, string prefix)
    {
        var wanted = Encoding.UTF8.GetBytes($"{Variable}={prefix}");
        foreach (var range in environment.Split((byte)0))
        {
            var entry = environment[range];
            if (entry.StartsWith(wanted) && (prefix.EndsWith('/') || entry.Length == wanted.Length))
                return true;
        }
        return false;
    }
}
