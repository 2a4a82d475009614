using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>The applied records that a worker keeps, to compare with what it reads again and to give a log its lost tail back.</summary>
public interface IRecordTable
{
    /// <summary>The record applied at an LSN; null when it is not kept.</summary>
    LogRecord? Find(Lsn lsn);

    /// <summary>Keeps an applied record. Its LSN is one above the last.</summary>
    void Add(LogRecord record);

    /// <summary>Drops records up to and including an LSN. Own transaction when none is open.</summary>
    void Purge(Lsn upTo);
}
