using Capstan.Database.Engines;

namespace Capstan.Cluster.Controlling;

/// <summary>Notices for whoever listens; what came before the first listener is kept for it. Any thread.</summary>
internal sealed class NoticeBoard
{
    private readonly Lock _lock = new();
    private readonly List<EngineNotice> _early = [];
    private Action<EngineNotice>? _listeners;

    public void Add(Action<EngineNotice>? listener)
    {
        List<EngineNotice> early;
        lock (_lock)
        {
            _listeners += listener;
            early = [.. _early];
            _early.Clear();
        }

        early.ForEach(notice => listener?.Invoke(notice));
    }

    public void Remove(Action<EngineNotice>? listener)
    {
        lock (_lock)
            _listeners -= listener;
    }

    public void Tell(EngineNotice notice)
    {
        Action<EngineNotice>? listeners;
        lock (_lock)
        {
            listeners = _listeners;
            if (listeners is null)
                _early.Add(notice);
        }

        listeners?.Invoke(notice);
    }
}
