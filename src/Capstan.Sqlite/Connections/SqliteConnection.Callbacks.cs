using System.Runtime.ExceptionServices;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteConnection
{
    private ExceptionDispatchInfo? _thrown;
    private int _running;
    private long _steps;
    private int _trusted;
    private SqliteProgress? _progress;
    private int _progressOperations = 1;

    /// <summary>Whether a callback threw during the native call under way or just ended.</summary>
    internal bool HasThrown => _thrown is not null;

    /// <summary>Before a native call that may call back.</summary>
    internal void Enter(bool trusted)
    {
        // Counts calls from outside; those that a callback makes belong to the one under way.
        if (_running++ == 0) _steps++;
        if (trusted) _trusted++;
    }

    /// <summary>After it; what a callback threw is then still to be asked for.</summary>
    internal void Leave(bool trusted)
    {
        _running--;
        if (trusted) _trusted--;
    }

    /// <summary>Throws what a callback threw, once.</summary>
    internal void Rethrow()
    {
        var thrown = _thrown;
        if (thrown is null) return;
        _thrown = null;
        thrown.Throw();
    }

    /// <summary>Keeps the first exception of a callback for <see cref="Rethrow"/>.</summary>
    internal void Keep(Exception thrown) => _thrown ??= ExceptionDispatchInfo.Capture(thrown);
}
