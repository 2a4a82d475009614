using System.Collections.Concurrent;
using Capstan.Database.Applying;
using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Reading;

/// <summary>
/// Reads a worker's copy on read-only connections beside its writer, one connection for each read under way. The writer has opened the
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
    public Answer Read(ReadQuery query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        ReaderConnection? connection = null;
        try
        {
            connection = Rent();
            using var cancelled = cancellationToken.Register(connection.Interrupt);
            return connection.Read(query);
        }
        catch (SqliteException fault) when (fault.Code == SqliteCode.Interrupt)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Answer.Fault(AnswerCode.Timeout, default, $"The read took longer than {query.TimeoutMilliseconds} ms.");
        }
        catch (SqliteException fault) when (fault.Code is SqliteCode.Busy or SqliteCode.Locked)
        {
            return Answer.Fault(AnswerCode.Unavailable, default, "The copy is locked for the moment.");
        }
        catch (SqliteException fault)
        {
            throw StoreFaults.Failed(fault);
        }
        catch (InvalidDataException fault)
        {
            throw new StoreFailedException($"The copy does not say how far it has come: {fault.Message}", fault) { IsDamage = true };
        }
        finally
        {
            Return(connection);
        }
    }

    /// <summary>Closes the connections; those of reads under way when these end.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        while (_free.TryTake(out var connection))
            connection.Dispose();
    }

    private ReaderConnection Rent()
    {
        if (!_free.TryTake(out var connection))
            return new ReaderConnection(file, settings, time);
        Interlocked.Decrement(ref _kept);
        return connection;
    }

    private void Return(ReaderConnection? connection)
    {
        if (connection is null)
            return;
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
}
