using System.Text;
using Capstan.State;

namespace Capstan.Terminals;

/// <summary>
/// A history on disk, for its owner alone (mode 0600), one entry to a line with <c>\n</c> and <c>\\</c> for line ends and backslashes.
/// Entries are appended one by one, so that several shells may share it; it is cut down when it is loaded.
/// </summary>
/// <param name="path">The file; its folder is made when the first entry is written.</param>
internal sealed class HistoryFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts what the file holds into a history. A file that others may read is closed to them.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public void Load(History history)
    {
        if (!File.Exists(path))
            return;
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
            File.SetUnixFileMode(path, OwnerOnly);
        var lines = File.ReadAllLines(path);
        foreach (var line in lines)
            history.Add(Read(line));
        if (lines.Length > 2 * History.DefaultLimit)
            AtomicFile.Write(path, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, history.Count).Select(i => Written(history[i])))));
    }

    /// <summary>Adds an entry.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to somebody else.</exception>
    public void Append(string entry)
    {
        if (Path.GetDirectoryName(path) is { } folder)
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        // One write of a whole line: shells that append at once may lose one, and never mix theirs.
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        });
        file.Write(Encoding.UTF8.GetBytes(Written(entry)));
    }

    private static string Written(string entry) => entry.Replace(@"\", @"\\").Replace("\n", @"\n") + "\n";

    private static string Read(string line)
    {
        var entry = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
            entry.Append(line[i] != '\\' || i + 1 == line.Length ? line[i] : line[++i] == 'n' ? '\n' : line[i]);
        return entry.ToString();
    }
}
