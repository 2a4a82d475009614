using System.Text;
using Capstan.Gateway.Fast.Http1;

namespace Capstan.Gateway.Tests.Fast.Http1;

/// <summary>A head that was parsed whole, with the bytes it was parsed from.</summary>
internal sealed class Parsed
{
    public static readonly HeadLimits Limits = new(8 * 1024, 32 * 1024, 100);

    private Parsed(string text) => Bytes = Encoding.Latin1.GetBytes(text);

    public byte[] Bytes { get; }

    public HeadState State { get; private set; }

    public RequestHead Request { get; } = new();

    public ResponseHead Answer { get; } = new();

    public string Target => Text(Request.TargetOf(Bytes));

    public static Parsed RequestOf(string text, HeadLimits? limits = null)
    {
        var parsed = new Parsed(text);
        parsed.State = RequestParser.Parse(parsed.Bytes, limits ?? Limits, parsed.Request);
        return parsed;
    }

    public static Parsed AnswerOf(string text, MethodKind asked = MethodKind.Get)
    {
        var parsed = new Parsed(text);
        parsed.State = ResponseParser.Parse(parsed.Bytes, HeadLimits.Answers, asked, parsed.Answer);
        return parsed;
    }

    public string Text(Slice slice) => Text(slice.Of(Bytes));

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);
}
