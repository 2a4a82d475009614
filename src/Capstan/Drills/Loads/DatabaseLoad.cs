using Capstan.Client;
using Capstan.Core.Drills;

namespace Capstan.Drills.Loads;

/// <summary>Writers and readers of a database, in a table of their own.</summary>
internal sealed class DatabaseLoad : IDrillLoad
{
    private readonly DrillTable _table;
    private readonly int _followers;
    private readonly DrillCallers _callers;
    private readonly List<DrillWriter> _writers = [];
    private readonly List<DrillReader> _readers = [];

    /// <summary>A load that waits for its begin.</summary>
    /// <param name="options">Where the database is.</param>
    /// <param name="table">The table, which is there already.</param>
    /// <param name="size">How many call.</param>
    /// <param name="followers">Followers of the database.</param>
    public DatabaseLoad(DatabaseClientOptions options, DrillTable table, DrillSize size, int followers)
    {
        _table = table;
        _followers = followers;
        _callers = new DrillCallers(options.Time, size.Pause);
        Recorder = new DrillRecorder(options.Time);
        for (var number = 0; number < size.Writers; number++)
            _writers.Add(new DrillWriter(number, options, table, Recorder));
        for (var number = 0; number < size.Readers; number++)
        {
            var writer = _writers[number % _writers.Count];
            _readers.Add(new DrillReader(number % _writers.Count, () => writer.Progress, options, table, Recorder));
        }
    }

    public DrillCallKind Decisive => DrillCallKind.Write;

    public DrillRecorder Recorder { get; }

    public void Begin()
    {
        _writers.ForEach(writer => _callers.Add(writer.CallAsync));
        _readers.ForEach(reader => _callers.Add(reader.CallAsync));
    }

    public Task StopAsync() => _callers.StopAsync();

    public Task<IReadOnlyList<IReadOnlyList<DrillRow>>> ReadBackAsync(CancellationToken cancellationToken) => _table.ReadBackAsync(_followers, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _callers.DisposeAsync();
        _writers.ForEach(writer => writer.Dispose());
        _readers.ForEach(reader => reader.Dispose());
    }
}
