using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Fast.Loops;
using ResponseWriter = Capstan.Gateway.Fast.Http1.ResponseWriter;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>
/// This part: an upgraded connection (WebSocket and the like). Bytes go both ways until the target ends. When the client ends first, the
/// target is told so and may still finish for a while. While nothing moves it holds no block.
/// </summary>
internal sealed partial class Passage
{
    private bool _isClientDone;

    private void StartTunnel()
    {
        var length = ResponseWriter.Write(worker.Scratch, _upstream!.Unread, _answer, new ClientSide(Head.Minor, KeepAlive: true), default);
        _upstream.Use(_answer.Length);
        if (worker.Notes is not null)
            Remember();
        _client.Unkeep();
        _stage = Stage.Tunnelling;
        _isClientDone = false;
        _hasAnswer = true;
        _answeredAt = Loop.Now;
        _down.Begin(BodyKind.UntilClose, 0, BodyKind.UntilClose, trailerBytes: 0, isAnswer: true);
        _up.Begin(BodyKind.UntilClose, 0, BodyKind.UntilClose, trailerBytes: 0, isAnswer: false);
        _service!.Pool.Answered(_target!, _answer.Status);
        Loop.SetTimer(_client, Timed.Never);
        if (length < 0 || !_client.Send(worker.Scratch[..length]))
            ClientGone();
        else
            PumpTunnel();
    }

    private void PumpTunnel()
    {
        var up = _isClientDone ? Filling.Nothing : Carry(_client, _upstream!, ref _up);
        if (up == Filling.Ended)
        {
            _isClientDone = true;
            _upstream!.EndSending();
            Loop.SetTimer(_client, Loop.Now + worker.Rules.HalfOpen);
        }

        var down = Carry(_upstream!, _client, ref _down);
        if (up == Filling.Broken || down is Filling.Ended or Filling.Broken)
            EndTunnel();
        else if (up == Filling.Full || down == Filling.Full)
            Loop.CallAgain(_client);
    }

    /// <summary>Moves what is at hand.</summary>
    /// <returns>Ended when the source has, and everything of it is sent; Full when there is more than one turn's worth.</returns>
    private static Filling Carry(Connection from, Connection to, ref BodyFlow flow)
    {
        for (var left = Budget; left > 0; left--)
        {
            if (to.IsBlocked)
                return Filling.Nothing;
            if (from.IsDrained && from.Fill() is var filling and not Filling.Got)
                return filling;
            var taken = to.SendSome(from.Unread);
            if (taken < 0)
                return Filling.Broken;
            from.Use(taken);
            flow.Pass(taken);
        }

        return Filling.Full;
    }

    /// <summary>Ends both sides, each after the last byte that it was given.</summary>
    private void EndTunnel()
    {
        DropUpstream();
        LeaveTarget();
        _status = _answer.Status;
        Count();
        _client.Served(keep: false, isWhole: true);
    }
}
