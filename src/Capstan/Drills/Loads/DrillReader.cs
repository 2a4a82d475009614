using Capstan.Client;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>One caller that reads in a session of its own how far a writer has come, which the writer also tells it directly.</summary>
internal sealed class DrillReader : IDisposable
{
    private readonly int _writer;
    private readonly Func<WriterProgress> _told;
    private readonly DrillTable _table;
    private readonly DrillRecorder _recorder;
    private readonly DatabaseClient _client;
    private readonly DatabaseSession _session;
    private readonly List<string> _failed = [];
    private long _seen;

    public DrillReader(int writer, Func<WriterProgress> told, DatabaseClientOptions options, DrillTable table, DrillRecorder recorder)
    {
        _writer = writer;
        _told = told;
        _table = table;
        _recorder = recorder;
        _client = new DatabaseClient(options with { Level = ReadLevel.Session, AttemptFailed = fault => _failed.Add(DrillFailure.Of(fault)) });
        _session = _client.NewSession();
    }

    /// <summary>Reads once.</summary>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        _failed.Clear();
        var told = _told();
        _session.Advance(told.Position);
        var call = new DrillCall
        {
            Kind = DrillCallKind.Read,
            Writer = _writer,
            Began = _recorder.Now,
            Ended = default,
            Floor = _session.Position,
            Least = Math.Max(told.Number, _seen),
        };
        try
        {
            var answer = await _session.QueryAsync([_table.Highest(_writer)], null, cancellationToken);
            call = call with { Position = answer.Position, Seen = (long)answer.Results[0].Rows[0][0]! };
            _seen = Math.Max(_seen, call.Seen);
        }
        catch (DatabaseException fault)
        {
            call = call with { Failure = DrillFailure.Of(fault) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call = call with { Failure = "given up" };
        }

        _recorder.Add(call with { Ended = _recorder.Now, FailedAttempts = [.. _failed] });
    }

    public void Dispose() => _client.Dispose();
}
