using System.Text;

namespace Capstan.TestServer;

/// <summary>
/// Writes each executed id into a file of this process in the folder <c>TEST_JOURNAL</c>, so that it is known also after a kill.
/// </summary>
internal sealed class Journal(string folder)
{
    private static readonly Journal? Own = Settings.Text("TEST_JOURNAL", "") is { Length: > 0 } folder ? new Journal(folder) : null;

    private readonly Lock _lock = new();
    private readonly FileStream _file = new(
        Path.Combine(folder, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public static void Note(string id) => Own?.Write(id);

    private void Write(string id)
    {
        lock (_lock)
            _file.Write(Encoding.UTF8.GetBytes(id + "\n"));
    }
}
