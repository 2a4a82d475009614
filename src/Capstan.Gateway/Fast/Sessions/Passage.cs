using System.Net;
using System.Text;
using Capstan.Gateway.Balancing;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Listening;
using Capstan.Gateway.Logging;
using Capstan.Gateway.Routing;
using Capstan.Gateway.Services;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// One request on its way from a client to a target and its answer on the way back: a state machine that client and target drive by what they
/// send and take. Used for one request after the other, on any connection of its loop. This part: from the head to the choice of a target, and the end.
/// </summary>
internal sealed partial class Passage(Worker worker)
{
    /// <summary>Bytes of a body that is not forwarded, up to which it is read so that its connection can go on.</summary>
    private const int SkipLimit = 32 * 1024;

    private static readonly byte[] RootHead = OwnHead.Build(200, "OK", "application/json", 2);

    private BodyFlow _up;
    private BodyFlow _down;
    private ClientSession _client = null!;
    private ServiceState? _service;
    private ServiceSettings _settings = null!;
    private TargetState? _target;
    private Stage _stage;
    private bool _isCounted;
    private int _status;
    private long _arrival;

    /// <summary>The request's head; its bytes are kept by the client's connection.</summary>
    public RequestHead Head { get; } = new();

    /// <summary>Whether a stop waits for it.</summary>
    public bool IsInFlight { get; private set; }

    private EventLoop Loop => worker.Loop;

    /// <summary>Takes up a request whose head is there.</summary>
    public void Begin(ClientSession client)
    {
        _client = client;
        _probeAt = Timed.Never;
        _arrival = Loop.ReadClock();
        _up.Begin(Head.Body, Head.ContentLength, Head.Body, worker.Rules.Heads.HeaderBytes, isAnswer: false);
        if (worker.Parts.Gate.IsStopping)
        {
            GiveOwn(OwnAnswer.Stopping);
            return;
        }

        var path = RoutingPath.Read(Head.TargetOf(client.Kept), worker.Letters);
        if (Route(path, worker.Letters[path.Length..]) is { } service)
            Enter(service, path);
        else if (path is "/")
            GiveRoot();
        else
            GiveOwn(OwnAnswer.NoRoute);
    }

    /// <summary>Forgets everything of the request.</summary>
    public void Reset()
    {
        LeaveGate();
        Head.Reset();
        _answer.Reset();
        _client = null!;
        _service = null;
        _settings = null!;
        _target = null;
        _stage = Stage.Free;
        _status = 0;
        _retried = false;
        _pausedSince = 0;
        _lastFailure = null;
        _hasAnswer = _isCounted = false;
        _isUpCut = _isStalled = false;
        _pace = default;
        _taking = default;
        ForgetNotes();
    }

    /// <summary>Ends it at once, with its connections; nothing when it serves no request.</summary>
    public void Abort()
    {
        if (_client is not { } client)
            return;
        try
        {
            DropUpstream();
            LeaveTarget();
            EndCut(_hasAnswer ? _answer.Status : 0, AccessEnd.BrokenOff);
        }
        finally
        {
            LeaveGate();
            client.Discard();
        }
    }

    private ServiceState? Route(ReadOnlySpan<char> path, Span<char> room)
    {
        var routes = worker.Parts.Plane.Routes;
        if (!routes.NeedsHost)
            return routes.Match(default, path);
        var length = Encoding.Latin1.GetChars(Head.HostName.Of(_client.Kept), room);
        return routes.Match(room[..length], path);
    }

    private void Enter(ServiceState service, ReadOnlySpan<char> path)
    {
        _settings = service.Settings;
        if (_settings.Version.Major >= 2)
        {
            _client.HandOver(ListenerKind.Http1);
            return;
        }

        _service = service;
        worker.Parts.Gate.Enter();
        IsInFlight = true;
        var inFlight = service.Arrived(_settings, path, _arrival);
        if (Limit(inFlight) is { } refusal)
            Refuse(refusal);
        else if (service.Pool.TryPick() is { } target)
            Attempt(target);
        else
            Hold(_settings.Limits.Hold);
    }

    private OwnAnswer? Limit(int inFlight)
    {
        if (_settings.Rate is { } rate && !rate.TryTake(ClientAddress(), _arrival))
            return OwnAnswer.TooMany;
        if (_settings.Limits.InFlight > 0 && inFlight > _settings.Limits.InFlight)
            return OwnAnswer.Busy;
        return LargestBody is var most and > 0 && Head.ContentLength > most ? OwnAnswer.TooLarge : null;
    }

    private IPAddress ClientAddress() => ForwardedHeaders.ClientOf(Head.ForwardedFor.Of(_client.Kept), _client.Origin.Peer);

    private long LargestBody => _settings.Limits.Body > 0 ? _settings.Limits.Body : worker.Rules.LargestBody;

    /// <summary>Answers in the service's place.</summary>
    private void Refuse(OwnAnswer answer)
    {
        _service!.Meter.CountRefused();
        GiveOwn(answer);
    }

    private void GiveOwn(OwnAnswer answer)
    {
        SkipBody();
        var keep = Head.KeepAlive && _up.IsEnded && !answer.IsLast && !_isUpCut;
        _status = answer.Status;
        _ownBytes = Head.Kind == MethodKind.Head ? 0 : answer.Length;
        Count();
        EndOwn(_client.SendOwn(answer, Head.Kind == MethodKind.Head, PersistenceOf(keep)), keep);
    }

    private void GiveRoot()
    {
        SkipBody();
        var keep = Head.KeepAlive && _up.IsEnded;
        _status = 200;
        var body = Head.Kind == MethodKind.Head ? default : "{}"u8;
        _ownBytes = body.Length;
        Count();
        var length = OwnHead.Write(worker.Scratch, RootHead, body, PersistenceOf(keep), worker.Date);
        EndOwn(_client.Send(worker.Scratch[..length]), keep);
    }

    private Persistence PersistenceOf(bool keep) => !keep ? Persistence.Close : Head.Minor == 0 ? Persistence.KeepAlive : Persistence.Usual;

    /// <summary>Throws away the body of a request that is not forwarded, as far as it is at hand and short.</summary>
    private void SkipBody()
    {
        if (_up.IsEnded || _isUpCut || _up.Passed > 0)
            return;
        var left = SkipLimit;
        do
        {
            var used = _up.Take(Math.Min(_client.Unread.Length, left));
            if (_up.IsRaw)
                _up.Pass(used);
            else
                _isUpCut = !_up.Recode(_client.Unread[..used], worker.Scratch, out used, out _);
            _client.Use(used);
            left -= used;
        }
        while (!_up.IsEnded && !_isUpCut && left > 0 && _client.Fill() == Filling.Got);
    }

    private void EndOwn(bool isSent, bool keep)
    {
        if (isSent)
            _client.Served(keep, _up.IsEnded);
        else
            _client.Cut();
    }

    private void EndCut(int status, AccessEnd ending)
    {
        _status = status;
        _ending = ending;
        Count();

        // A reset says that the answer is not whole, and takes from the client what it has not read yet: it is for answers that have begun, not
        // for one whose place is behind others that are whole.
        if (_hasAnswer || _client.IsBlocked)
            _client.Cut();
        else
            _client.Served(keep: false, isWhole: false);
    }

    private void Count()
    {
        EndWait();
        _stage = Stage.Free;

        // An error of ours may follow the count, and ends the passage once more.
        if (_isCounted || (_service is null && worker.Notes is null))
            return;
        _isCounted = true;
        var end = Loop.ReadClock();
        if (worker.Notes is { } ring)
            Note(ring, end);
        if (_service is not { } service)
            return;
        service.Meter.Finished(_status, end - _arrival);
    }

    /// <summary>A stop waits for it no longer.</summary>
    private void LeaveGate()
    {
        if (IsInFlight)
            worker.Parts.Gate.Leave();
        IsInFlight = false;
    }

    private void LeaveTarget()
    {
        if (_target is not { } target)
            return;
        _target = null;
        _service!.Pool.Leave(target);
    }
}
