using Capstan.Database.Log;

namespace Capstan.RabbitMq.Tests.Rig;

/// <summary>Duties that a test sets.</summary>
internal sealed class Duties : IDuties
{
    private bool _mayServeReads;
    private Epoch? _leads;

    public event Action Changed = static () => { };

    public bool MayServeReads => Volatile.Read(ref _mayServeReads);

    public bool MayTakeWrites(Epoch epoch) => _leads == epoch;

    public Duties Serve(bool may = true)
    {
        Volatile.Write(ref _mayServeReads, may);
        Changed();
        return this;
    }

    public Duties Lead(long epoch)
    {
        _leads = new Epoch(epoch);
        Changed();
        return this;
    }

    public Duties Follow()
    {
        _leads = null;
        Changed();
        return this;
    }
}
