namespace Capstan.Containers.Processes.Logs;

/// <summary>
/// Reads the files of one slot in the order they were written, again and again as they grow. The numbers in their headers carry it
/// over rotations without losing or doubling a line; only what was removed before it was read is missing.
/// </summary>
internal sealed class SlotLog(string path, string service, int slot) : IDisposable
{
    private LogFile? _file;
    private long _sequence;

    /// <summary>Everything that is complete and was not read yet.</summary>
    public IEnumerable<LogLine> ReadAvailable()
    {
        while (true)
        {
            _file ??= OpenNext();
            if (_file is null)
                yield break;
            while (ReadLine() is { } line)
                yield return line;
            if (Newest() <= _sequence)
                yield break;
            // With a newer file there this one is complete, but it may have grown since it was last looked at.
            while (ReadLine() is { } line)
                yield return line;
            _file.Dispose();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private LogLine? ReadLine()
    {
        while (_file!.TryReadLine(out var bytes))
        {
            if (LogFormat.Parse(bytes, service, slot) is { } line)
                return line;
        }
        return null;
    }

    private long Newest()
    {
        using var file = LogFile.TryOpen(path);
        return file?.Sequence ?? 0;
    }

    // Names are tried in the direction in which files move, so one that is renamed meanwhile is met twice rather than missed.
    private LogFile? OpenNext()
    {
        LogFile? next = null;
        var missing = 0;
        for (var age = 0; missing < 2; age++)
        {
            var file = LogFile.TryOpen(LogNames.Older(path, age));
            missing = file is null ? missing + 1 : 0;
            if (file is not null && file.Sequence > _sequence && (next is null || file.Sequence < next.Sequence))
                (next, file) = (file, next);
            file?.Dispose();
        }
        _sequence = next?.Sequence ?? _sequence;
        return next;
    }
}
