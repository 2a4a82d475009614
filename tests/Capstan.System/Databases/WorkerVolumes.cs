using System.Globalization;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>Workers as containers; a slot keeps a volume, which lies in a folder of this machine.</summary>
internal sealed class WorkerVolumes(string stack) : IWorkerPlaces
{
    private const string Folder = "worker";

    private string? _name;
    private string _folder = "";

    /// <summary>Skips the test, with the reason, where there can be none or a test could not look into them.</summary>
    public static async Task NeedAsync()
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync(DockerEngine.CapstanImage);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "seeing the processes of containers and what they keep needs the rights of root");
    }

    public async Task LookAsync()
    {
        if (_name is not null)
            return;
        var name = (await DockerEngine.VolumesAsync(stack))[0];
        _folder = (await DockerEngine.RunAsync("volume", "inspect", name, "--format", "{{.Mountpoint}}")).Trim();
        _name = name;
    }

    public async Task<IReadOnlyList<int>> RunningAsync() =>
        [.. (await DockerEngine.ContainersAsync(stack)).Select(container => container.Pid).Where(pid => pid > 0)];

    // Volumes lie side by side, and their names differ in the number of the slot at their end.
    public string DiskOf(int slot)
    {
        var one = _name ?? throw new InvalidOperationException("Nobody has looked for the volumes yet.");
        return _folder.Replace(one, string.Create(CultureInfo.InvariantCulture, $"{one[..(one.LastIndexOf('-') + 1)]}{slot}"), StringComparison.Ordinal);
    }

    public string FolderOf(int slot) => Path.Combine(DiskOf(slot), Folder);
}
