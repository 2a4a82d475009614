using Microsoft.Win32.SafeHandles;

namespace Capstan.Gateway.Logging;

/// <summary>
/// A file that lines are appended to. Once a second it looks whether the file of that name is still the one it writes, so that a
/// program that rotates logs may rename or truncate it without telling anybody.
/// </summary>
internal sealed class FileSink : ILogSink
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly TimeProvider _time;
    private FileStream? _file;
    private long _looked;

    private FileSink(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        _looked = time.GetTimestamp();
        _file = OpenFile(path);
    }

    /// <summary>Opens a file, which is made when it is not there.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what helps.</exception>
    public static FileSink Open(string path, TimeProvider time)
    {
        try
        {
            return new FileSink(path, time);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The access log {path} cannot be written: {reason.Message} Name a file in a folder that Capstan may write to in gateway.access_log.", reason);
        }
    }

    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (_file is null || (_time.GetElapsedTime(_looked) >= Glance && IsAnother(_file.SafeFileHandle)))
            Reopen();
        if (!lines.IsEmpty)
            Append(_file!.SafeFileHandle, lines);
    }

    /// <inheritdoc />
    public void Dispose() => _file?.Dispose();

    // The end is asked for each time: whoever truncates the file in place finds the next line at its beginning, not behind a hole.
    private static void Append(SafeFileHandle file, ReadOnlySpan<byte> lines)
    {
        var end = RandomAccess.GetLength(file);
        try
        {
            RandomAccess.Write(file, lines, end);
        }
        catch (IOException)
        {
            // A full disk may have taken a part: no line is left half written.
            RandomAccess.SetLength(file, end);
            throw;
        }
    }

    /// <summary>Whether the name means another file than the open one, which is known by their lengths: nobody else appends to it.</summary>
    private bool IsAnother(SafeFileHandle file)
    {
        _looked = _time.GetTimestamp();
        var named = new FileInfo(_path);
        return !named.Exists || named.Length != RandomAccess.GetLength(file);
    }

    private void Reopen()
    {
        _file?.Dispose();
        _file = null;
        _file = OpenFile(_path);
    }

    private static FileStream OpenFile(string path)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = Mode,
            BufferSize = 0,
        });
        if (file.CanSeek)
            return file;
        file.Dispose();
        throw new IOException("It is not a regular file.");
    }
}
