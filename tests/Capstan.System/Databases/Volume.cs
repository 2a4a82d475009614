using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Databases;

/// <summary>A small file system in memory, mounted over a folder for a test; needs the rights of root.</summary>
internal sealed class Volume : IAsyncDisposable
{
    private readonly string _folder;

    private Volume(string folder) => _folder = folder;

    private string Ballast => Path.Combine(_folder, "ballast");

    /// <summary>Mounts it, with what the folder has in it; skips the test where that is not allowed.</summary>
    public static async Task<Volume> MountAsync(string folder, int megabytes)
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("mounting a small file system needs the rights of root");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var kept = new TempFolder();
        await CopyAsync(folder, kept.Path);
        var (code, error) = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", folder);
        if (code != 0)
            Assert.Skip($"a small file system cannot be mounted here: {error}");
        await CopyAsync(kept.Path, folder);
        return new Volume(folder);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var block = new byte[64 * 1024]; block.Length > 0; block = new byte[block.Length / 2])
        {
            try
            {
                while (true)
                    ballast.Write(block);
            }
            catch (IOException)
            {
                // No room for a block of this size; a smaller one may fit.
            }
        }
    }

    public void Empty() => File.Delete(Ballast);

    public async ValueTask DisposeAsync() => await RunAsync("umount", "-l", _folder);

    private static async Task CopyAsync(string from, string to)
    {
        var (code, error) = await RunAsync("cp", "--archive", from + "/.", to);
        Assert.True(code == 0, error);
    }

    private static async Task<(int Code, string Error)> RunAsync(string program, params string[] arguments)
    {
        using var run = ChildRun.Start("/", new Dictionary<string, string>(), program, arguments);
        return (await run.EndAsync(TimeSpan.FromSeconds(20)), run.Error);
    }
}
