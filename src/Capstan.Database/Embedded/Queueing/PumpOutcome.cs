namespace Capstan.Database.Embedded.Queueing;

/// <summary>What a look at the waiting reads has decided, to be carried out when the queue's lock is free again.</summary>
internal struct PumpOutcome
{
    private IReadSink? _sink;
    private List<IReadSink>? _moreSinks;
    private List<QueuedRead>? _refused;

    /// <summary>A worker has something to be sent.</summary>
    public void Sent(IReadSink sink)
    {
        _sink ??= sink;
        if (_sink != sink && _moreSinks?.Contains(sink) != true)
            (_moreSinks ??= []).Add(sink);
    }

    /// <summary>Nobody can serve this read, and it keeps what a worker said.</summary>
    public void Refused(QueuedRead read) => (_refused ??= []).Add(read);

    /// <summary>Sends, and tells the callers.</summary>
    public readonly void Carry()
    {
        _sink?.Flush();
        _moreSinks?.ForEach(static sink => sink.Flush());
        _refused?.ForEach(static read => read.End(read.Refusal!));
    }
}
