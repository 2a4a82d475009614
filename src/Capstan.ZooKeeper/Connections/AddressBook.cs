using System.Net;
using System.Net.Sockets;

namespace Capstan.ZooKeeper.Connections;

/// <summary>
/// Addresses of servers' names. The system looks a name up for as long as it likes, so that is done on a thread of its own, one for each
/// name; what comes too late for one attempt is there for the next. Asked by the session's thread alone.
/// </summary>
/// <param name="lookUp">Asks the system, on the calling thread.</param>
internal sealed class AddressBook(Func<string, IPAddress[]> lookUp)
{
    // Of an attempt's time: with addresses from before it goes on without an answer soon, otherwise half is left to connect in.
    private const double ShareWhenKnown = 0.25;
    private const double ShareWhenUnknown = 0.5;

    private readonly Dictionary<string, IPAddress[]> _known = [];
    private readonly Dictionary<string, Task<IPAddress[]>> _open = [];

    /// <summary>The addresses of a host now; those that were found last when nobody can say now.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="limit">How long the whole attempt may take.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="SocketException">There is no such name, or nobody could ever say.</exception>
    /// <exception cref="TimeoutException">The answer is late, and it is the first one.</exception>
    /// <exception cref="OperationCanceledException">The client was disposed of.</exception>
    public IPAddress[] Find(string host, TimeSpan limit, CancellationToken stop)
    {
        if (IPAddress.TryParse(host, out var address))
            return [address];
        var known = _known.GetValueOrDefault(host);
        if (!_open.TryGetValue(host, out var answer))
            _open[host] = answer = Ask(host);
        var wait = limit * (known is null ? ShareWhenUnknown : ShareWhenKnown);
        Wait(answer, wait, stop);
        if (answer.IsCompleted)
            _open.Remove(host);
        if (answer.IsCompletedSuccessfully)
            return _known[host] = answer.Result;
        if (known is not null && !IsGone(answer))
            return known;
        throw answer.Exception?.InnerException ?? new TimeoutException($"Nobody said within {wait.TotalMilliseconds:0} ms what the address of {host} is.");
    }

    // Woken by the thread that answers, not by one of the pool.
    private static void Wait(Task answer, TimeSpan limit, CancellationToken stop)
    {
        try
        {
            answer.Wait(limit, stop);
        }
        catch (AggregateException)
        {
            // Whoever waits looks at what came of it.
        }
    }

    private static bool IsGone(Task answer) => answer.Exception?.InnerException is SocketException { SocketErrorCode: SocketError.HostNotFound };

    private Task<IPAddress[]> Ask(string host)
    {
        var answer = new TaskCompletionSource<IPAddress[]>();
        new Thread(() => Answer(host, answer)) { IsBackground = true, Name = $"address of {host}" }.Start();
        return answer.Task;
    }

    private void Answer(string host, TaskCompletionSource<IPAddress[]> answer)
    {
        try
        {
            answer.SetResult(lookUp(host));
        }
        catch (Exception fault)
        {
            answer.SetException(fault);
            // Whoever asks next sees it, and the client may be gone by then.
            _ = answer.Task.Exception;
        }
    }
}
