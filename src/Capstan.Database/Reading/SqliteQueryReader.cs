using System.Collections.Concurrent;
using Capstan.Database.Applying;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Reading;

/// <summary>
/// Reads a worker's copy on read-only connections beside its writer, one connection for each state that is held. The writer has opened the
/// file before.
/// </summary>
/// <param name="file">The worker's file.</param>
/// <param name="settings">Limits.</param>
/// <param name="time">Deadlines.</param>
internal sealed class SqliteQueryReader(string file, SqliteReaderSettings settings, TimeProvider time) : IQueryReader
{
    private readonly ConcurrentBag<ReaderConnection> _free = [];
    private int _kept;
    private volatile bool _isDisposed;

    /// <inheritdoc />
    public IReadState Begin(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return new State(this, cancellationToken);
    }

    /// <summary>Closes the connections; those of states that are held when these end.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_free.TryTake(out var connection))
            connection.Dispose();
    }

    private static StoreFailedException Unreadable(InvalidDataException fault) =>
        new($"The copy does not say how far it has come: {fault.Message}", fault) { IsDamage = true };

    private ReaderConnection Rent()
    {
        if (!_free.TryTake(out var connection))
            return new ReaderConnection(file, settings, time);
        Interlocked.Decrement(ref _kept);
        return connection;
    }

    private void Return(ReaderConnection connection)
    {
        if (_isDisposed || Interlocked.Increment(ref _kept) > settings.Connections)
        {
            connection.Dispose();
            Interlocked.Decrement(ref _kept);
            return;
        }

        _free.Add(connection);
        if (_isDisposed)
            Dispose();
    }

    private sealed class State : IReadState
    {
        private readonly SqliteQueryReader _reader;
        private readonly CancellationToken _cancellation;
        private ReaderConnection? _connection;
        private CancellationTokenRegistration _interrupting;

        public State(SqliteQueryReader reader, CancellationToken cancellation) => (_reader, _cancellation) = (reader, cancellation);

        public bool HasEnded { get; private set; }

        public Answer Read(ReadQuery query)
        {
            try
            {
                return Connection().Read(query);
            }
            catch (SqliteException fault)
            {
                HasEnded = true;
                return AnswerOf(fault, query);
            }
            catch (InvalidDataException fault)
            {
                HasEnded = true;
                throw Unreadable(fault);
            }
        }

        public void Dispose()
        {
            HasEnded = true;
            if (_connection is not { } connection)
                return;
            _connection = null;
            _interrupting.Dispose();
            try
            {
                connection.End();
            }
            catch (SqliteException fault)
            {
                connection.Dispose();
                throw StoreFaults.Failed(fault);
            }

            _reader.Return(connection);
        }

        private ReaderConnection Connection()
        {
            if (_connection is not null)
                return _connection;
            var connection = _reader.Rent();
            _connection = connection;
            _interrupting = _cancellation.UnsafeRegister(static state => ((ReaderConnection)state!).Interrupt(), connection);
            connection.Begin();
            return connection;
        }

        private Answer AnswerOf(SqliteException fault, ReadQuery query)
        {
            switch (fault.Code)
            {
                case SqliteCode.Interrupt:
                    _cancellation.ThrowIfCancellationRequested();
                    return Answer.Fault(AnswerCode.Timeout, default, $"The read took longer than {query.TimeoutMilliseconds} ms.");
                case SqliteCode.Busy or SqliteCode.Locked:
                    return Answer.Fault(AnswerCode.Unavailable, default, "The copy is locked for the moment.");
                default:
                    throw StoreFaults.Failed(fault);
            }
        }
    }
}
