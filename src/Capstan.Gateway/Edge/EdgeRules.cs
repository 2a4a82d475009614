using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Edge;

/// <summary>Refuses requests that two HTTP programs may understand in two ways, and methods that a gateway must not pass on.</summary>
internal static class EdgeRules
{
    private static readonly OwnAnswer NoConnect = OwnAnswer.MethodRejected("CONNECT is not served: this is not a forward proxy.");
    private static readonly OwnAnswer NoTrace = OwnAnswer.MethodRejected("TRACE is not served: it would show the client what was added for the backend.");
    private static readonly OwnAnswer OldTransferEncoding = OwnAnswer.Rejected("Transfer-Encoding does not exist in HTTP/1.0. Send Content-Length.");
    private static readonly OwnAnswer ManyTransferEncodings = OwnAnswer.Rejected("More than one Transfer-Encoding. Send one: chunked.");
    private static readonly OwnAnswer TwoLengths = OwnAnswer.Rejected("Both Transfer-Encoding and Content-Length. Send one of them.");
    private static readonly OwnAnswer Underscore = OwnAnswer.Rejected("A header name has an underscore. Use a dash: some servers take both for the same.");

    /// <summary>The answer to a request that must not be forwarded; null for every other.</summary>
    public static OwnAnswer? Check(HttpRequest request)
    {
        if (HttpMethods.IsConnect(request.Method))
            return NoConnect;
        if (HttpMethods.IsTrace(request.Method))
            return NoTrace;
        var headers = request.Headers;
        var encoding = headers.TransferEncoding;
        if (encoding.Count != 0)
        {
            if (HttpProtocol.IsHttp10(request.Protocol))
                return OldTransferEncoding;
            if (encoding.Count > 1 || encoding[0]!.Contains(','))
                return ManyTransferEncodings;

            // The server takes Content-Length out of such a request and leaves it under this name.
            if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
                return TwoLengths;
        }

        foreach (var header in headers)
        {
            if (header.Key.Contains('_'))
                return Underscore;
        }

        return null;
    }
}
