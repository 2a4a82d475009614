using System.Text;
using Capstan.Gateway.Edge;
using Capstan.Gateway.Routing;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads request lines (RFC 9112 section 3): method, target and version with one space between them.</summary>
internal static class RequestLine
{
    /// <summary>Reads one.</summary>
    /// <returns>The answer to a line that is none, or whose target or method is not served; null for every other.</returns>
    public static OwnAnswer? Read(ReadOnlySpan<byte> bytes, Slice line, RequestHead head)
    {
        var text = line.Of(bytes);
        var space = text.IndexOfAnyExcept(HeadLines.TokenBytes);
        if (space <= 0 || text[space] != ' ')
            return Rejections.BadLine;
        var method = text[..space];
        head.Method = new Slice(line.Start, space);
        head.Kind = KindOf(method);

        var rest = text[(space + 1)..];
        var end = rest.IndexOfAnyExceptInRange((byte)'!', (byte)'~');
        if (end <= 0 || rest[end] != ' ')
            return Rejections.BadLine;
        head.RawTarget = new Slice(line.Start + space + 1, end);
        return ReadVersion(rest[(end + 1)..], head)
            ?? (head.Kind == MethodKind.Other ? CheckMethod(method) : null)
            ?? ReadTarget(rest[..end], head);
    }

    private static OwnAnswer? ReadVersion(ReadOnlySpan<byte> version, RequestHead head)
    {
        if (version.SequenceEqual("HTTP/1.1"u8))
            head.Minor = 1;
        else if (version.SequenceEqual("HTTP/1.0"u8))
            head.Minor = 0;
        else
            return IsVersion(version) ? Rejections.BadVersion : Rejections.BadLine;
        return null;
    }

    private static bool IsVersion(ReadOnlySpan<byte> text) =>
        text.Length == "HTTP/1.1".Length && text.StartsWith("HTTP/"u8) && text[6] == '.'
        && char.IsAsciiDigit((char)text[5]) && char.IsAsciiDigit((char)text[7]);

    private static OwnAnswer? CheckMethod(ReadOnlySpan<byte> method)
    {
        if (Ascii.EqualsIgnoreCase(method, "CONNECT"u8))
            return Rejections.Connect;
        if (Ascii.EqualsIgnoreCase(method, "TRACE"u8))
            return Rejections.Trace;
        return method.ContainsAnyInRange((byte)'a', (byte)'z') ? Rejections.LowerCase : null;
    }

    private static OwnAnswer? ReadTarget(ReadOnlySpan<byte> raw, RequestHead head)
    {
        if (!RequestTarget.TryFind(raw, out var start, out var isWhole) || !IsKnownForm(raw, head))
            return Rejections.Target;
        var target = raw[start..];
        if (target.Contains((byte)'%') && RoutingPath.HasNul(target))
            return Rejections.Target;
        head.Target = new Slice(head.RawTarget.Start + start, target.Length);
        if (!isWhole)
            head.Resolved(RequestTarget.Resolve(target, head.Room(target.Length + 1)));
        return null;
    }

    /// <summary>Origin form, <c>*</c> of OPTIONS, or the absolute form of a web address (RFC 9112 section 3.2).</summary>
    private static bool IsKnownForm(ReadOnlySpan<byte> raw, RequestHead head)
    {
        if (raw[0] == '/')
            return true;
        if (raw is [(byte)'*'])
            return head.Kind == MethodKind.Options;
        var scheme = raw.IndexOf((byte)':');
        if (!Ascii.EqualsIgnoreCase(raw[..scheme], "http"u8) && !Ascii.EqualsIgnoreCase(raw[..scheme], "https"u8))
            return false;
        var authority = raw[(scheme + 3)..];
        var length = authority.IndexOfAny((byte)'/', (byte)'?');
        head.Authority = new Slice(head.RawTarget.Start + scheme + 3, length < 0 ? authority.Length : length);
        return !head.Authority.IsEmpty;
    }

    private static MethodKind KindOf(ReadOnlySpan<byte> method) => method.Length switch
    {
        3 when method.SequenceEqual("GET"u8) => MethodKind.Get,
        3 when method.SequenceEqual("PUT"u8) => MethodKind.Put,
        4 when method.SequenceEqual("POST"u8) => MethodKind.Post,
        4 when method.SequenceEqual("HEAD"u8) => MethodKind.Head,
        5 when method.SequenceEqual("PATCH"u8) => MethodKind.Patch,
        6 when method.SequenceEqual("DELETE"u8) => MethodKind.Delete,
        7 when method.SequenceEqual("OPTIONS"u8) => MethodKind.Options,
        _ => MethodKind.Other,
    };
}
