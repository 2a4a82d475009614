using System.Buffers;
using System.Text;

namespace Capstan.Containers.Processes.Logs;

/// <summary>
/// The log of one slot: written by one thread, in pieces of whole lines. A file that is full becomes number 1 and the numbers
/// behind it move up; the oldest goes. Lines that a full disk refuses are counted, and the count is written when there is room.
/// </summary>
internal sealed class RotatingLog(string path, LogLimits limits, TimeProvider time)
{
    private const int FlushAt = 128 * 1024;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private FileStream? _file;
    private long _sequence;
    private long _lines;
    private long _lost;
    private string _reason = "";

    public void Write(LogStream stream, ReadOnlySpan<byte> bytes)
    {
        var now = time.GetUtcNow().UtcDateTime;
        stream.Cutter.Feed(bytes, (line, isCut) => Take(stream, now, line, isCut));
        Flush();
    }

    /// <summary>Writes what a stream left after its last line end.</summary>
    public void Finish(LogStream stream)
    {
        var now = time.GetUtcNow().UtcDateTime;
        stream.Cutter.Finish((line, isCut) => Take(stream, now, line, isCut));
        Flush();
    }

    private void Take(LogStream stream, DateTime now, ReadOnlySpan<byte> line, bool isCut)
    {
        if (_lost > 0 && _lines == 0)
            LogFormat.Write(_buffer, now, stream.Generation, isError: true,
                Encoding.UTF8.GetBytes($"[capstan: {_lost} lines before this one could not be written: {_reason}]"), isCut: false);
        LogFormat.Write(_buffer, now, stream.Generation, stream.IsError, line, isCut);
        _lines++;
        if (_buffer.WrittenCount > FlushAt)
            Flush();
    }

    private void Flush()
    {
        if (_buffer.WrittenCount == 0)
            return;
        try
        {
            _file ??= Open();
            if (_file.Length + _buffer.WrittenCount > limits.Bytes && _file.Length > LogFormat.Header(_sequence).Length)
                Rotate();
            _file.Write(_buffer.WrittenSpan);
            _lost = 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            _lost += _lines;
            _reason = refused.Message;
            _file?.Dispose();
            _file = null;
        }
        _lines = 0;
        if (_buffer.Capacity > 2 * FlushAt)
            _buffer.Clear();
        else
            _buffer.ResetWrittenCount();
    }

    // Goes on with the file that is there; a last line torn by the end of an earlier guard is closed first.
    private FileStream Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (LogFile.TryOpen(path) is { } existing)
        {
            using (existing)
                _sequence = existing.Sequence;
            var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
            return file;
        }
        // An end in the middle of a rotation leaves only older files.
        using var older = LogFile.TryOpen(LogNames.Older(path, 1));
        return Create(Math.Max(_sequence, older?.Sequence ?? 0) + 1);
    }

    private void Rotate()
    {
        _file!.Dispose();
        _file = null;
        for (var age = limits.Files - 2; age >= 0; age--)
        {
            if (File.Exists(LogNames.Older(path, age)))
                File.Move(LogNames.Older(path, age), LogNames.Older(path, age + 1), overwrite: true);
        }
        _file = Create(_sequence + 1);
    }

    // The header is there before the name is: a reader never sees a file without.
    private FileStream Create(long sequence)
    {
        var fresh = path + ".new";
        var file = new FileStream(fresh, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        file.Write(LogFormat.Header(sequence));
        File.Move(fresh, path, overwrite: true);
        _sequence = sequence;
        return file;
    }
}
