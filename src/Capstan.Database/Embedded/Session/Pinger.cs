using Capstan.Database.Embedded.Wire;

namespace Capstan.Database.Embedded.Session;

/// <summary>
/// Says every so often that the worker is alive, on a thread of its own: a timer's callback would wait behind the work of the thread pool
/// and make a busy worker look dead.
/// </summary>
internal sealed class Pinger : IDisposable
{
    private readonly ManualResetEventSlim _stop = new();
    private readonly Outbox _outbox;
    private readonly TimeSpan _period;

    public Pinger(Outbox outbox, TimeSpan period)
    {
        (_outbox, _period) = (outbox, period);
        new Thread(Run) { IsBackground = true, Name = "capstan ping" }.Start();
    }

    public void Dispose() => _stop.Set();

    private void Run()
    {
        while (!_stop.Wait(_period))
        {
            _outbox.Post(FrameKind.Ping);
            _outbox.Flush();
        }
    }
}
