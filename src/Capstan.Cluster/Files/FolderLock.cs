namespace Capstan.Cluster.Files;

/// <summary>One change of a shared folder at a time, across processes: a locked file in it. The system lets go of it with its process.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">The clock.</param>
internal sealed class FolderLock(string folder, TimeProvider time)
{
    private const string FileName = "lock";

    // EWOULDBLOCK as Linux numbers it: another process has it.
    private const int IsTaken = 11;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits for it; disposing lets go.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException taken) when (taken.HResult == IsTaken)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
