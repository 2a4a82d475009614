using Capstan.Gateway.Fast.Http1;
using Capstan.Gateway.Forwarding;

namespace Capstan.Gateway.Edge;

/// <summary>The answers to requests that are not forwarded whatever their service is: docs/http.md says which and why.</summary>
internal static class Rejections
{
    /// <summary>CONNECT.</summary>
    public static OwnAnswer Connect { get; } = OwnAnswer.Rejected(405, "CONNECT is not served: this is not a forward proxy.");

    /// <summary>TRACE.</summary>
    public static OwnAnswer Trace { get; } =
        OwnAnswer.Rejected(405, "TRACE is not served: it would show the client what was added for the backend.");

    /// <summary>A method with lower-case letters: some programs take it for the one in capitals, others do not (RFC 9110 section 9.1).</summary>
    public static OwnAnswer LowerCase { get; } = OwnAnswer.Rejected(400, "Methods are written in capital letters.");

    /// <summary>No request line.</summary>
    public static OwnAnswer BadLine { get; } =
        OwnAnswer.Rejected(400, "The first line is not a request line: method, target and HTTP/1.1 with one space between them.");

    /// <summary>Another version.</summary>
    public static OwnAnswer BadVersion { get; } = OwnAnswer.Rejected(505, "This version of HTTP is not spoken here. Send HTTP/1.1.");

    /// <summary>The request line is too long.</summary>
    public static OwnAnswer LongLine { get; } = OwnAnswer.Rejected(414, "The request line is longer than the gateway accepts.");

    /// <summary>The header fields are too large.</summary>
    public static OwnAnswer LargeHeaders { get; } = OwnAnswer.Rejected(431, "The header fields are larger than the gateway accepts.");

    /// <summary>There are too many header fields.</summary>
    public static OwnAnswer ManyHeaders { get; } = OwnAnswer.Rejected(431, "There are more header fields than the gateway accepts.");

    /// <summary>A target that may not be forwarded.</summary>
    public static OwnAnswer Target { get; } =
        OwnAnswer.Rejected(400, "The request's target is not a path. Send one that starts with a slash and has no fragment.");

    /// <summary>Transfer-Encoding in HTTP/1.0.</summary>
    public static OwnAnswer OldTransferEncoding { get; } =
        OwnAnswer.Rejected(400, "Transfer-Encoding does not exist in HTTP/1.0. Send Content-Length.");

    /// <summary>Several codings.</summary>
    public static OwnAnswer ManyTransferEncodings { get; } = OwnAnswer.Rejected(400, "More than one Transfer-Encoding. Send one: chunked.");

    /// <summary>Another coding.</summary>
    public static OwnAnswer UnknownTransferEncoding { get; } = OwnAnswer.Rejected(400, "An unknown Transfer-Encoding. Send chunked.");

    /// <summary>Two kinds of framing.</summary>
    public static OwnAnswer TwoLengths { get; } =
        OwnAnswer.Rejected(400, "Both Transfer-Encoding and Content-Length. Send one of them.");

    /// <summary>No length.</summary>
    public static OwnAnswer BadLength { get; } = OwnAnswer.Rejected(400, "Content-Length is not one whole number in digits.");

    /// <summary>An HTTP/1.0 request that must have a length.</summary>
    public static OwnAnswer NoLength { get; } = OwnAnswer.Rejected(400, "POST and PUT need Content-Length in HTTP/1.0.");

    /// <summary>None or several Host fields.</summary>
    public static OwnAnswer HostCount { get; } = OwnAnswer.Rejected(400, "A request has one Host field.");

    /// <summary>No host.</summary>
    public static OwnAnswer BadHost { get; } =
        OwnAnswer.Rejected(400, "The host is not a name or an address with an optional port, or is not that of the target.");

    /// <summary>Too many options of the connection.</summary>
    public static OwnAnswer ManyOptions { get; } =
        OwnAnswer.Rejected(400, $"The Connection fields have more than {HeaderRules.MostOptions} options.");

    /// <summary>Another expectation.</summary>
    public static OwnAnswer Expectation { get; } = OwnAnswer.Rejected(417, "The only expectation that can be met is 100-continue.");

    /// <summary>A name with an underscore.</summary>
    public static OwnAnswer Underscore { get; } =
        OwnAnswer.Rejected(400, "A header name has an underscore. Use a dash: some servers take both for the same.");

    private static readonly OwnAnswer Folded = OwnAnswer.Rejected(400, "A header field goes on in a second line. Write it in one.");
    private static readonly OwnAnswer BadName =
        OwnAnswer.Rejected(400, "A header line does not begin with a name and a colon behind it.");

    private static readonly OwnAnswer BadValue = OwnAnswer.Rejected(400, "A header field has a control character in it.");

    /// <summary>The answer to a wrong field line.</summary>
    public static OwnAnswer Of(FieldFault fault) => fault switch
    {
        FieldFault.Folded => Folded,
        FieldFault.Underscore => Underscore,
        FieldFault.Value => BadValue,
        _ => BadName,
    };
}
