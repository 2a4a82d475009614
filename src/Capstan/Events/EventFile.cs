namespace Capstan.Events;

/// <summary>
/// The files of an event log: <c>events.jsonl</c> and, after a rotation, <c>events.1.jsonl</c> (newer) and <c>events.2.jsonl</c>.
/// One writer; any number of readers in this and other processes. Not thread-safe by itself.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private const int Rotated = 2;
    private const byte LineEnd = (byte)'\n';

    private readonly string _folder;
    private readonly long _rotateAt;
    private FileStream? _stream;
    private bool _torn;

    /// <summary>The log's files in a folder that exists.</summary>
    public EventFile(string folder, long rotateAt)
    {
        _folder = folder;
        _rotateAt = rotateAt;
    }

    /// <summary>The files that exist, oldest first.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Enumerable.Range(0, Rotated + 1).Reverse().Select(age => PathOf(folder, age)).Where(File.Exists);

    /// <summary>
    /// Opens the newest file for appending. A last line that a crash tore is cut off; one that only lacks its end gets it.
    /// </summary>
    public void Open()
    {
        _stream = new FileStream(
            PathOf(_folder, 0), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[_stream.Length];
        _stream.ReadExactly(bytes);
        var end = bytes.AsSpan().LastIndexOf(LineEnd) + 1;
        if (end == bytes.Length)
            return;
        if (EventJson.Read(bytes.AsSpan(end)) is null)
        {
            _stream.SetLength(end);
            _stream.Position = end;
        }
        else
        {
            _stream.WriteByte(LineEnd);
        }
    }

    /// <summary>Adds a line in one write, rotating first when the file is full.</summary>
    /// <exception cref="IOException">The disk is full or broken; the line may be there in part, the next append starts a line of its own.</exception>
    public void Append(byte[] line)
    {
        if (_stream is null || _stream.Position >= _rotateAt)
            Rotate();
        var whole = new byte[line.Length + (_torn ? 2 : 1)];
        line.CopyTo(whole, _torn ? 1 : 0);
        whole[^1] = LineEnd;
        if (_torn)
            whole[0] = LineEnd;
        _torn = true;
        _stream!.Write(whole);
        _torn = false;
    }

    /// <inheritdoc />
    public void Dispose() => _stream?.Dispose();

    private static string PathOf(string folder, int age) => Path.Combine(folder, age == 0 ? "events.jsonl" : $"events.{age}.jsonl");

    private void Rotate()
    {
        _stream?.Dispose();
        _stream = null;
        for (var age = Rotated; age > 0; age--)
        {
            if (File.Exists(PathOf(_folder, age - 1)))
                File.Move(PathOf(_folder, age - 1), PathOf(_folder, age), overwrite: true);
        }

        Open();
    }
}
