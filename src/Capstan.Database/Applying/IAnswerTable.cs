using Capstan.Database.Log;

namespace Capstan.Database.Applying;

/// <summary>The answers by request id, so that a request that comes again gets the first one.</summary>
public interface IAnswerTable
{
    /// <summary>The answer of a request; null when there is none. One whose <see cref="StoredAnswer.Expires"/> is past is still found.</summary>
    StoredAnswer? Find(RequestId request);

    /// <summary>Keeps an answer, in place of an expired one for the same id.</summary>
    void Put(StoredAnswer answer);

    /// <summary>How many answers under clients' own keys expire after a log time.</summary>
    /// <param name="logTime">Milliseconds since 1970.</param>
    long CountKeyed(long logTime);

    /// <summary>Drops answers that expired before a log time. Own transaction when none is open.</summary>
    /// <param name="logTime">Milliseconds since 1970.</param>
    void Purge(long logTime);
}
