using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using SocketAddress = Capstan.Gateway.Fast.Native.SocketAddress;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// One loop's connections to one target. The one that was used last is used first, so that few stay open and those are warm; what has been
/// idle for long is closed. When the target is removed, everything is.
/// </summary>
internal sealed class UpstreamPool : Timed
{
    // Names change: a target that moved must be found again, while its lookups stay few.
    private static readonly TimeSpan NameLimit = TimeSpan.FromSeconds(10);

    // What ended before a turn began, the loop was told in it. The rest is a matter of chance, be it this long or no time at all; and while
    // connections are taken again as fast as that, a question for each request would cost more than it finds.
    private static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(2);
    private readonly Worker _worker;
    private readonly List<UpstreamConnection> _all = [];
    private readonly List<UpstreamConnection> _idle = [];
    private readonly CancellationTokenRegistration _removal;
    private readonly long _idleLimit;
    private readonly long _freshness;
    private readonly bool _isNamed;
    private Task<SocketAddress[]>? _lookup;
    private long _knownUntil = Never;

    /// <summary>A pool without connections.</summary>
    public UpstreamPool(Worker worker, TargetState target)
    {
        _worker = worker;
        Target = target;
        Authority = Encoding.ASCII.GetBytes(target.Origin["http://".Length..]);
        Addresses = IPAddress.TryParse(target.Target.Host, out var address) ? [new SocketAddress(address, target.Target.Port)] : [];
        _isNamed = Addresses.Length == 0;
        _idleLimit = worker.Loop.TicksOf(UpstreamClient.IdleTimeout);
        _freshness = worker.Loop.TicksOf(Freshness);
        _removal = target.Removed.UnsafeRegister(static state => ((UpstreamPool)state!).PostRemoval(), this);
    }

    /// <summary>Whom they lead to.</summary>
    public TargetState Target { get; }

    /// <summary>Host and port of the target.</summary>
    public byte[] Authority { get; }

    /// <summary>Where to connect, in the order of the attempts; empty while a name is not known yet.</summary>
    public SocketAddress[] Addresses { get; private set; }

    /// <summary>Whether the target was removed.</summary>
    public bool IsRemoved { get; private set; }

    /// <summary>Whether <see cref="ResolveAsync"/> must come before a connection can be made.</summary>
    public bool NeedsName => Addresses.Length == 0 || _worker.Loop.Now >= _knownUntil;

    /// <summary>
    /// The idle connection that was used last; null when there is none. The system is asked whether its target has ended it meanwhile, as the
    /// loop may not have been told yet: most requests cannot be sent again.
    /// </summary>
    public UpstreamConnection? TryTake()
    {
        while (_idle.Count > 0)
        {
            var connection = _idle[^1];
            if (connection.IsSilent(asks: _worker.Loop.Now - connection.IdleSince >= _freshness))
            {
                _idle.RemoveAt(_idle.Count - 1);
                return connection;
            }

            connection.Close();
        }

        return null;
    }

    /// <summary>A new connection, not made yet.</summary>
    public UpstreamConnection Open()
    {
        var connection = new UpstreamConnection(_worker, this) { Place = _all.Count };
        _all.Add(connection);
        return connection;
    }

    /// <summary>Takes a connection back whose exchange is over; one that is not silent is closed.</summary>
    public void Put(UpstreamConnection connection)
    {
        if (!connection.IsSilent(asks: false))
        {
            connection.Close();
            return;
        }

        connection.User = null;
        connection.IsReused = true;
        connection.IdleSince = _worker.Loop.Now;
        connection.Unkeep();
        _idle.Add(connection);
        if (Due == Never)
            _worker.Loop.SetTimer(this, connection.IdleSince + _idleLimit);
    }

    /// <summary>Forgets a connection that was closed.</summary>
    public void Forget(UpstreamConnection connection)
    {
        if (connection.Place < 0)
            return;
        var last = _all[^1];
        _all[connection.Place] = last;
        last.Place = connection.Place;
        _all.RemoveAt(_all.Count - 1);
        connection.Place = -1;
        _idle.Remove(connection);
    }

    /// <summary>Looks the target's name up, on another thread; everybody who asks meanwhile waits for the same answer.</summary>
    /// <exception cref="SocketException">There is no such name.</exception>
    public Task<SocketAddress[]> ResolveAsync() => _lookup is { IsCompleted: false } ? _lookup : _lookup = LookUpAsync();

    /// <summary>Takes over what was found.</summary>
    public void Resolved(SocketAddress[] addresses)
    {
        Addresses = addresses;
        _knownUntil = _worker.Loop.Now + _worker.Loop.TicksOf(NameLimit);
    }

    /// <summary>No connection could be made: the name may stand for another address by now.</summary>
    public void AskAgain()
    {
        if (_isNamed)
            Addresses = [];
    }

    /// <summary>Closes what has been idle for too long.</summary>
    public override void OnDue(long now)
    {
        while (_idle.Count > 0 && _idle[0].IdleSince + _idleLimit <= now)
            _idle[0].Close();
        if (_idle.Count > 0)
            _worker.Loop.SetTimer(this, _idle[0].IdleSince + _idleLimit);
    }

    /// <inheritdoc />
    public override void Abort() => Remove();

    private async Task<SocketAddress[]> LookUpAsync()
    {
        var found = await _worker.Parts.LookUp(Target.Target.Host, Target.Removed);
        return Array.ConvertAll(found, address => new SocketAddress(address, Target.Target.Port));
    }

    private void PostRemoval() => _worker.Loop.Post(Remove);

    private void Remove()
    {
        IsRemoved = true;
        _removal.Unregister();
        _worker.Forget(this);
        _worker.Loop.RemoveTimer(this);
        foreach (var connection in _all.ToArray())
        {
            var user = connection.User;
            connection.Close();
            if (user is not null)
                _worker.Loop.Guard(user.TargetRemoved, user.Abort);
        }
    }
}
