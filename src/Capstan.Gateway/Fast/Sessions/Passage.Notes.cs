using Capstan.Gateway.Forwarding;
using Capstan.Gateway.Logging;

namespace Capstan.Gateway.Fast.Sessions;

/// <summary>This part: what the access log is told. Nothing is gathered for it that the passage does not know anyway.</summary>
internal sealed partial class Passage
{
    private RequestId _id;
    private long _answeredAt;
    private long _ownBytes;
    private string? _replica;
    private byte _retries;
    private AccessEnd _ending;
    private byte[]? _excerpt;

    /// <summary>The bytes that the head's slices are of.</summary>
    private ReadOnlySpan<byte> HeadBytes => _excerpt is null ? _client.Kept : _excerpt;

    private void ForgetNotes()
    {
        _excerpt = null;
        _answeredAt = _ownBytes = 0;
        _replica = null;
        _retries = 0;
        _ending = AccessEnd.Whole;
    }

    /// <summary>Copies what the log will want of a head that is let go before the request's end.</summary>
    private void Remember() => _excerpt = Head.Excerpt(_client.Kept, AccessRecord.LongestTarget + 1);

    private void CountRetry()
    {
        _service!.Meter.CountRetry();
        if (_retries < byte.MaxValue)
            _retries++;
    }

    private void Note(AccessRing ring, long end)
    {
        Span<byte> address = stackalloc byte[16];
        Span<byte> id = stackalloc byte[RequestId.Length];
        var bytes = HeadBytes;
        _client.Origin.Peer.Address.TryWriteBytes(address, out var length);
        ring.Add(new AccessFacts
        {
            Arrival = _arrival,
            End = end,
            Answered = _answeredAt,
            Client = address[..length],
            Method = Head.Method.Of(bytes),
            Target = Head.RawTarget.Of(bytes),
            Version = (byte)(10 + Head.Minor),
            Status = _ending == AccessEnd.ClientGone && !_hasAnswer ? 0 : _status,
            BytesIn = _up.Passed,
            BytesOut = _hasAnswer ? _down.Passed : _ownBytes,
            Service = _service?.Name,
            Replica = _replica,
            RequestId = IdOf(bytes, id),
            Retries = _retries,
            Ending = _ending,
        });
    }

    /// <summary>The id that the request was forwarded with; empty when it was not.</summary>
    private ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> bytes, Span<byte> room)
    {
        if (_replica is null)
            return default;
        if (_client.Origin.Peer.IsTrusted && !Head.GivenId.IsEmpty)
            return Head.GivenId.Of(bytes);
        _id.Write(room);
        return room;
    }
}
