using System.Runtime.CompilerServices;
using System.Text;

namespace Capstan.Events;

/// <summary>Reads the files of an event log, also while they are written and rotated, and after their writer has died.</summary>
internal static class EventReader
{
    /// <summary>
    /// Every event that the files hold with an id above <paramref name="after"/>, oldest first. Lines that a crash tore are left out.
    /// </summary>
    public static async IAsyncEnumerable<StackEvent> ReadAsync(
        string folder, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // All are opened before the first is read: a rotation meanwhile renames files, and open ones stay what they were.
        var streams = EventFile.Files(folder).Select(TryOpen).OfType<FileStream>().ToList();
        try
        {
            foreach (var stream in streams)
            {
                using var reader = new StreamReader(stream, Encoding.UTF8);
                while (await reader.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (EventJson.Read(Encoding.UTF8.GetBytes(line)) is not { } happened || happened.Id <= after)
                        continue;
                    after = happened.Id;
                    yield return happened;
                }
            }
        }
        finally
        {
            foreach (var stream in streams)
                await stream.DisposeAsync();
        }
    }

    /// <summary>The newest events of the files, oldest first.</summary>
    public static List<StackEvent> Newest(string folder, int most)
    {
        var newest = new List<StackEvent>();
        foreach (var file in EventFile.Files(folder).Reverse())
        {
            var bytes = ReadShared(file);
            var end = bytes.Length;
            while (end > 0 && newest.Count < most)
            {
                var start = bytes.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1;
                if (EventJson.Read(bytes.AsSpan(start, end - start)) is { } happened)
                    newest.Add(happened);
                end = start;
            }
        }

        newest.Reverse();
        return newest;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = TryOpen(file);
        if (stream is null)
            return [];
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // A rotation may take a file away between listing and opening; what it held is in the next older one then.
    private static FileStream? TryOpen(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
