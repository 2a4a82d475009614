using Capstan.Client;

namespace Capstan.Commands.Databases.Transfers;

/// <summary>One line on a terminal that tells how far a transfer is; nothing where nobody looks.</summary>
internal sealed class TransferLine : IProgress<Transfer>, IProgress<long>, IDisposable
{
    private const string Clear = "\r\u001b[K";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly CliContext _context;
    private readonly string _first;
    private readonly long? _of;
    private readonly string? _after;
    private readonly ITimer? _ticker;
    private string _doing;
    private long _start;
    private Transfer _last;
    private bool _isDone;

    /// <summary>Begins a line.</summary>
    /// <param name="context">The world.</param>
    /// <param name="doing">What goes on, as "uploading".</param>
    /// <param name="of">Bytes in all, where a report does not say.</param>
    /// <param name="after">What goes on when all bytes are there, as "being applied"; null when that is the end.</param>
    public TransferLine(CliContext context, string doing, long? of = null, string? after = null)
    {
        (_context, _first, _doing, _of, _after) = (context, doing, doing, of, after);
        _start = context.Time.GetTimestamp();
        if (context.Console.IsTerminal)
            _ticker = context.Time.CreateTimer(_ => Show(), null, Step, Step);
    }

    /// <inheritdoc />
    public void Report(Transfer value)
    {
        lock (_lock)
        {
            // A transfer that broke begins anew.
            if (value.Bytes < _last.Bytes)
                (_doing, _start) = (_first, _context.Time.GetTimestamp());
            _last = value;
        }
    }

    /// <inheritdoc />
    public void Report(long value) => Report(new Transfer(value, _of));

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        _ticker?.Dispose();
        lock (_lock)
        {
            if (_ticker is not null && !_isDone)
                _context.Console.Error.Write(Clear);
            _isDone = true;
        }
    }

    /// <summary>What a line says.</summary>
    public static string Text(string doing, Transfer now, TimeSpan time)
    {
        var rate = time > TimeSpan.Zero ? $", {Humane.Bytes((long)(now.Bytes / time.TotalSeconds))}/s" : "";
        return $"{doing} {Humane.Bytes(now.Bytes)}{(now.Of is { } all ? " of " + Humane.Bytes(all) : "")}{rate}";
    }

    private void Show()
    {
        lock (_lock)
        {
            if (_isDone)
                return;
            if (_after is not null && _doing != _after && _last is { Bytes: > 0, Of: { } all } && _last.Bytes >= all)
                (_doing, _start) = (_after, _context.Time.GetTimestamp());
            var time = _context.Time.GetElapsedTime(_start);
            _context.Console.Error.Write(Clear + (_doing == _after || _last.Bytes == 0 ? $"{_doing}, {Humane.Span(time)}" : Text(_doing, _last, time)));
        }
    }
}
