namespace Capstan.Containers.Processes.Logs;

/// <summary>One log file held open: it can be read on when it was renamed or removed meanwhile.</summary>
internal sealed class LogFile : IDisposable
{
    private const int LongestFileLine = LogFormat.LongestLine + 256;
    private readonly FileStream _file;
    private byte[] _buffer = new byte[8 * 1024];
    private int _start;
    private int _end;

    private LogFile(FileStream file) => _file = file;

    /// <summary>Its number among the files of its slot.</summary>
    public long Sequence { get; private set; }

    /// <summary>Null when there is no file, or one that is not a log.</summary>
    public static LogFile? TryOpen(string path)
    {
        LogFile? log = null;
        try
        {
            log = new LogFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0));
            if (log.TryReadLine(out var line) && LogFormat.TryParseHeader(line, out var sequence))
            {
                log.Sequence = sequence;
                return log;
            }
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        log?.Dispose();
        return null;
    }

    /// <summary>The next line without its end, valid until the next call; false at the end of what is complete by now.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var end = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = _buffer.AsSpan(_start, searched + end);
                _start += searched + end + 1;
                return true;
            }
            MakeRoom();
            searched = _end;
            var count = _file.Read(_buffer, _end, _buffer.Length - _end);
            if (count == 0)
            {
                line = default;
                return false;
            }
            _end += count;
        }
    }

    public void Dispose() => _file.Dispose();

    // Moves what is unread to the front and grows the buffer when that fills it.
    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end < _buffer.Length)
            return;
        // A foreign file may have lines of any length; ours do not, so the head of such a line can go.
        if (_buffer.Length >= 2 * LongestFileLine)
            _end = 0;
        else
            Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
