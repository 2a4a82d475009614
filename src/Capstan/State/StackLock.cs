using Capstan.StackFiles;

namespace Capstan.State;

/// <summary>
/// Exclusive right to run the stack of a state folder: a lock on a file, which the kernel gives back however the holder ends.
/// </summary>
internal sealed class StackLock : IDisposable
{
    private readonly FileStream _file;

    private StackLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, creating the folder (mode 0700) where it is missing.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">The folder or the file cannot be made.</exception>
    public static StackLock? TryTake(string stateFolder)
    {
        StackStateFolder.Create(stateFolder);
        var path = Path.Combine(stateFolder, "lock");
        try
        {
            // Without sharing .NET holds an exclusive flock for as long as the file is open.
            return new StackLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path) && IsHeld(path))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static bool IsHeld(string path)
    {
        try
        {
            using var probe = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
