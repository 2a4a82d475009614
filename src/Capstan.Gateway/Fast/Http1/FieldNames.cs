using System.Text;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Fast.Http1;

/// <summary>Knows fields by their names, and which of them are not forwarded. The rules are those of <see cref="HeaderRules"/>.</summary>
internal static class FieldNames
{
    private static readonly string[] Names =
    [
        "", "Host", "Connection", "Content-Length", "Transfer-Encoding", "Date", "Expect", "Upgrade", "Keep-Alive", "TE", "Trailer", "Proxy",
        "Proxy-Connection", "Proxy-Authorization", "HTTP2-Settings", RequestId.FieldName, "Forwarded", "X-Forwarded-For", "X-Forwarded-Proto",
        "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-", "X-Original-URL", "X-Rewrite-URL",
    ];

    private static readonly uint NotSent = MaskOf(name => HeaderRules.IsNotSent(name) || HeaderRules.IsForwarding(name));
    private static readonly uint OneHop = MaskOf(HeaderRules.IsOneHop);

    /// <summary>Whether a field of a request is never copied.</summary>
    public static bool IsNotSent(FieldKind kind) => (NotSent >> (int)kind & 1) != 0;

    /// <summary>Whether a field of an answer is never copied.</summary>
    public static bool IsOneHop(FieldKind kind) => (OneHop >> (int)kind & 1) != 0;

    /// <summary>The field of a name; names are the same in any case (RFC 9110 section 5.1).</summary>
    public static FieldKind KindOf(ReadOnlySpan<byte> name)
    {
        var kind = CandidateFor(name);
        if (kind == FieldKind.Other || Ascii.EqualsIgnoreCase(name, Names[(int)kind]))
            return kind;
        return kind == FieldKind.Forwarded || name.Length < 12 || !Ascii.EqualsIgnoreCase(name[..12], Names[(int)FieldKind.ForwardedOther])
            ? FieldKind.Other
            : FieldKind.ForwardedOther;
    }

    /// <summary>The only field that a name may be the one of, by its length and first byte, and where that is not enough by another.</summary>
    private static FieldKind CandidateFor(ReadOnlySpan<byte> name) => (name.Length, name[0] | 0x20) switch
    {
        (2, 't') => FieldKind.Te,
        (4, 'h') => FieldKind.Host,
        (4, 'd') => FieldKind.Date,
        (5, 'p') => FieldKind.Proxy,
        (6, 'e') => FieldKind.Expect,
        (7, 'u') => FieldKind.Upgrade,
        (7, 't') => FieldKind.Trailer,
        (9, 'f') => FieldKind.Forwarded,
        (10, 'c') => FieldKind.Connection,
        (10, 'k') => FieldKind.KeepAlive,
        (14, 'c') => FieldKind.ContentLength,
        (14, 'h') => FieldKind.Http2Settings,
        (16, 'p') => FieldKind.ProxyConnection,
        (17, 't') => FieldKind.TransferEncoding,
        (19, 'p') => FieldKind.ProxyAuthorization,
        (12, 'x') => FieldKind.RequestId,
        (15, 'x') => FieldKind.ForwardedFor,
        (14, 'x') when (name[2] | 0x20) == 'o' => FieldKind.OriginalUrl,
        (13, 'x') when (name[2] | 0x20) == 'r' => FieldKind.RewriteUrl,
        (16, 'x') => (name[12] | 0x20) == 'p' ? FieldKind.ForwardedPort : FieldKind.ForwardedHost,
        (17, 'x') => FieldKind.ForwardedProto,
        ( >= 12, 'x') => FieldKind.ForwardedOther,
        _ => FieldKind.Other,
    };

    private static uint MaskOf(Func<string, bool> rule)
    {
        var mask = 0u;
        for (var kind = 1; kind < Names.Length; kind++)
            mask |= rule(Names[kind]) ? 1u << kind : 0;
        return mask;
    }
}
