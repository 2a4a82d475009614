using System.Text;
using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Fuzz;

/// <summary>What must hold of every answer.</summary>
internal sealed class AnswerProperties(Dice dice)
{
    private static readonly HeadLimits Limits = new(256, 1024, 10);
    private readonly ResponseHead _whole = new();
    private readonly ResponseHead _other = new();
    private readonly byte[] _output = new byte[4096];

    /// <summary>Checks one answer; returns what does not hold, or null.</summary>
    public string? Check(ReadOnlySpan<byte> bytes)
    {
        var asked = dice.OneIn(4) ? MethodKind.Head : MethodKind.Get;
        _whole.Reset();
        var state = ResponseParser.Parse(bytes, Limits, asked, _whole);
        _other.Reset();
        if (InPieces(bytes, asked) != state || _other.Fault != _whole.Fault || (state == HeadState.Complete && _other.Length != _whole.Length))
            return "! pieces of an answer make a difference";
        return state == HeadState.Complete ? CheckWritten(bytes, asked, dice.Roll(2)) : null;
    }

    private HeadState InPieces(ReadOnlySpan<byte> bytes, MethodKind asked)
    {
        var state = HeadState.Incomplete;
        for (var length = 0; length < bytes.Length && state == HeadState.Incomplete;)
        {
            length = Math.Min(bytes.Length, length + 1 + dice.Roll(16));
            state = ResponseParser.Parse(bytes[..length], Limits, asked, _other);
        }

        return state;
    }

    private string? CheckWritten(ReadOnlySpan<byte> bytes, MethodKind asked, int minor)
    {
        var framing = ResponseWriter.FramingFor(_whole, minor);
        var keepAlive = framing != BodyKind.UntilClose && dice.OneIn(2);
        var length = ResponseWriter.Write(_output, bytes, _whole, new ClientSide(minor, keepAlive), "Sun, 06 Nov 1994 08:49:37 GMT"u8);
        var written = _output.AsSpan(0, length);
        _other.Reset();
        if (ResponseParser.Parse(written, HeadLimits.Answers, asked, _other) != HeadState.Complete || _other.Length != length)
            return $"! what was written is no answer: {Encoding.Latin1.GetString(written)}";
        if (_other.Status != _whole.Status || _other.Body != framing || _other.ContentLength != _whole.ContentLength)
            return $"! another answer was written: {Encoding.Latin1.GetString(written)}";
        if (!OtherFields.AreKept(bytes, _whole, written, _other))
            return $"! other fields of an answer were written: {Encoding.Latin1.GetString(written)}";
        return _whole.Status < 200 || (_other.KeepAlive == keepAlive && _other.HasDate) ? null : "! another connection was written";
    }
}
