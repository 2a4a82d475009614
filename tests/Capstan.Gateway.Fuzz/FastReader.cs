using System.Text;
using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Routing;

namespace Capstan.Gateway.Fuzz;

/// <summary>Reads a connection's bytes as the fast plane does.</summary>
internal sealed class FastReader
{
    public static readonly HeadLimits Limits = new(1024, 2048, 20);
    private readonly RequestHead _head = new();
    private readonly char[] _scratch = new char[4096];

    public Reading Read(ReadOnlySpan<byte> bytes)
    {
        var requests = new List<Seen>();
        while (true)
        {
            _head.Reset();
            var state = RequestParser.Parse(bytes, Limits, _head);
            if (state == HeadState.Rejected)
                return new Reading(requests, _head.Rejection!.Status, _head.Rejection);
            if (state == HeadState.Incomplete)
                return new Reading(requests, 0, null);
            var request = bytes;
            bytes = bytes[_head.Length..];
            var body = new StringBuilder();
            var end = TakeBody(ref bytes, body);
            var target = _head.TargetOf(request);
            requests.Add(new Seen(
                Text(_head.Method.Of(request)), Text(target), new string(RoutingPath.Read(target, _scratch)), Text(_head.Host.Of(request)),
                _head.Minor, body.ToString(), end, _head.IsUpgrade)
            {
                HasAuthority = !_head.Authority.IsEmpty,
                HasOddLength = HasOddLength(request),
            });
            if (end != BodyEnd.Whole)
                return new Reading(requests, end == BodyEnd.Bad ? 400 : 0, null);
            if (!_head.KeepAlive)
                return new Reading(requests, 0, null);
        }
    }

    private bool HasOddLength(ReadOnlySpan<byte> request)
    {
        foreach (ref readonly var field in _head.Fields.All)
        {
            if (Ascii.EqualsIgnoreCase(field.Name.Of(request), "X-Content-Length"u8))
                return true;
        }

        return false;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    private BodyEnd TakeBody(ref ReadOnlySpan<byte> bytes, StringBuilder body)
    {
        if (_head.Body == BodyKind.Length)
        {
            var length = (int)Math.Min(bytes.Length, _head.ContentLength);
            body.Append(Text(bytes[..length]));
            bytes = bytes[length..];
            return length == _head.ContentLength ? BodyEnd.Whole : BodyEnd.CutOff;
        }

        var reader = new ChunkReader(Limits.HeaderBytes, padded: false);
        while (_head.Body == BodyKind.Chunked)
        {
            var step = reader.Next(bytes, out var consumed, out var data);
            if (step == ChunkStep.Data)
                body.Append(Text(data.Of(bytes)));
            bytes = bytes[consumed..];
            if (step is ChunkStep.NeedMore or ChunkStep.Bad)
                return step == ChunkStep.Bad ? BodyEnd.Bad : BodyEnd.CutOff;
            if (step == ChunkStep.End)
                break;
        }

        return BodyEnd.Whole;
    }
}
