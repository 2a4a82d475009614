using Capstan.Client;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>
/// One caller that writes rows 1, 2, 3 … of its own. Its client repeats what fails, as any program's would, and tells of each attempt
/// that did.
/// </summary>
internal sealed class DrillWriter : IDisposable
{
    private readonly int _number;
    private readonly DrillTable _table;
    private readonly DrillRecorder _recorder;
    private readonly DatabaseClient _client;
    private readonly List<string> _failed = [];
    private volatile WriterProgress _progress = WriterProgress.None;
    private long _row;

    public DrillWriter(int number, DatabaseClientOptions options, DrillTable table, DrillRecorder recorder)
    {
        _number = number;
        _table = table;
        _recorder = recorder;
        _client = new DatabaseClient(options with { AttemptFailed = fault => _failed.Add(DrillFailure.Of(fault)) });
    }

    /// <summary>How far it has come. Any thread may look.</summary>
    public WriterProgress Progress => _progress;

    /// <summary>Writes the next row. A row whose outcome is not known is left at that, and never written again.</summary>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        _failed.Clear();
        var row = ++_row;
        var began = _recorder.Now;
        var position = 0L;
        string? failure = null;
        try
        {
            position = (await _client.ExecuteAsync([_table.Insert(_number, row)], null, cancellationToken)).Position;
        }
        catch (DatabaseException fault)
        {
            failure = DrillFailure.Of(fault);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            failure = "given up";
        }

        _recorder.Add(new DrillCall
        {
            Kind = DrillCallKind.Write,
            Writer = _number,
            Number = row,
            Began = began,
            Ended = _recorder.Now,
            Failure = failure,
            FailedAttempts = [.. _failed],
            Position = position,
        });
        if (failure is null)
            _progress = new WriterProgress(row, position);
    }

    public void Dispose() => _client.Dispose();
}
