using System.Net;
using System.Text;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fuzz;

/// <summary>What must hold of every request, whatever another parser makes of it.</summary>
internal sealed class RequestProperties(Dice dice)
{
    private static readonly HeadLimits Wide = new(4096, 16_384, 200);
    private static readonly TrustedNetworks Trusted = new(["10.0.0.0/8"]);
    private static readonly ClientOrigin[] Origins =
        [new(new Peer(IPAddress.Loopback, 80, Trusted)), new(new Peer(IPAddress.Parse("10.0.0.1"), 8080, Trusted)), new(new Peer(IPAddress.IPv6Loopback, 80, Trusted))];

    private static readonly Peer Friend = Origins[1].Peer;

    private readonly RequestHead _whole = new();
    private readonly RequestHead _other = new();
    private readonly byte[] _output = new byte[16_384];

    /// <summary>Checks the first request of a connection; returns what does not hold, or null.</summary>
    public string? Check(ReadOnlySpan<byte> bytes)
    {
        _whole.Reset();
        var state = RequestParser.Parse(bytes, FastReader.Limits, _whole);
        _other.Reset();
        if (InPieces(bytes) != state || _other.Rejection != _whole.Rejection)
            return "! pieces make a difference";
        if (state != HeadState.Complete)
            return null;
        if (_other.Length != _whole.Length || !_other.Fields.All.SequenceEqual(_whole.Fields.All) || _other.Host != _whole.Host)
            return "! pieces make another head";
        return CheckWritten(bytes, dice.Pick<ClientOrigin>(Origins));
    }

    private HeadState InPieces(ReadOnlySpan<byte> bytes)
    {
        var most = 1 + dice.Roll(64);
        var state = HeadState.Incomplete;
        for (var length = 0; length < bytes.Length && state == HeadState.Incomplete;)
        {
            length = Math.Min(bytes.Length, length + 1 + dice.Roll(most));
            state = RequestParser.Parse(bytes[..length], FastReader.Limits, _other);
        }

        return state;
    }

    private string? CheckWritten(ReadOnlySpan<byte> bytes, ClientOrigin origin)
    {
        var length = RequestWriter.Write(_output, bytes, _whole, origin, new RequestId(1, 2), "target:1"u8);
        var written = _output.AsSpan(0, length);
        _other.Reset();
        if (RequestParser.Parse(written, Wide, _other) != HeadState.Complete || _other.Length != length)
            return $"! what was written is no request: {Encoding.Latin1.GetString(written)}";
        if (!_other.Method.Of(written).SequenceEqual(_whole.Method.Of(bytes)) || !_other.TargetOf(written).SequenceEqual(_whole.TargetOf(bytes)))
            return "! another method or target was written";
        if (_other.Body != _whole.Body || _other.ContentLength != _whole.ContentLength || _other.IsUpgrade != _whole.IsUpgrade
            || _other.ExpectsContinue != _whole.ExpectsContinue || !_other.KeepAlive || _other.Minor != 1)
            return "! another framing was written";
        if (!_other.Host.Of(written).SequenceEqual(_whole.Host.IsEmpty ? "target:1"u8 : _whole.Host.Of(bytes)))
            return "! another host was written";
        if (!OtherFields.AreKept(bytes, _whole, written, _other))
            return $"! other fields were written: {Encoding.Latin1.GetString(written)}";
        var isContinued = origin.Peer.IsTrusted && !_whole.GivenId.IsEmpty;
        if (!_other.GivenId.Of(written).SequenceEqual(isContinued ? _whole.GivenId.Of(bytes) : "00000000000000010000000000000002"u8))
            return "! another id was written";
        if (!ForwardedHeaders.ClientOf(_other.ForwardedFor.Of(written), Friend).Equals(origin.Peer.Address))
            return "! another client was written";
        return CheckFields();
    }

    private string? CheckFields()
    {
        var kinds = 0u;
        foreach (ref readonly var field in _other.Fields.All)
        {
            if (field.Kind != FieldKind.Other && (kinds >> (int)field.Kind & 1) != 0 && field.Kind is not FieldKind.Date)
                return $"! {field.Kind} was written twice";
            kinds |= 1u << (int)field.Kind;
        }

        bool Has(FieldKind kind) => (kinds >> (int)kind & 1) != 0;
        if (Has(FieldKind.ContentLength) && Has(FieldKind.TransferEncoding))
            return "! both framings were written";
        if (Has(FieldKind.Connection) != _whole.IsUpgrade || Has(FieldKind.Te) || Has(FieldKind.Trailer) || Has(FieldKind.Proxy)
            || Has(FieldKind.ProxyAuthorization) || Has(FieldKind.ProxyConnection) || Has(FieldKind.KeepAlive) || Has(FieldKind.ForwardedOther))
            return "! a field of one connection was written";
        return Has(FieldKind.RequestId) && Has(FieldKind.Forwarded) && Has(FieldKind.ForwardedFor) ? null : "! no origin or id was written";
    }
}
