using Capstan.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Edge;

/// <summary>Refuses requests that two HTTP programs may understand in two ways, and methods that a gateway must not pass on.</summary>
internal static class EdgeRules
{
    /// <summary>The answer to a request that must not be forwarded; null for every other.</summary>
    public static OwnAnswer? Check(HttpRequest request)
    {
        if (HttpMethods.IsConnect(request.Method))
            return Rejections.Connect;
        if (HttpMethods.IsTrace(request.Method))
            return Rejections.Trace;
        if (request.Method.AsSpan().ContainsAnyInRange('a', 'z'))
            return Rejections.LowerCase;
        var headers = request.Headers;
        var encoding = headers.TransferEncoding;
        if (encoding.Count != 0)
        {
            if (HttpProtocol.IsHttp10(request.Protocol))
                return Rejections.OldTransferEncoding;
            if (encoding.Count > 1 || encoding[0]!.Contains(','))
                return Rejections.ManyTransferEncodings;

            // The server takes Content-Length out of such a request and leaves it under this name.
            if (headers.ContentLength is not null || headers.ContainsKey("X-Content-Length"))
                return Rejections.TwoLengths;
        }

        if (HeaderRules.HasTooManyOptions(headers.Connection))
            return Rejections.ManyOptions;
        if (headers.Expect is { Count: > 0 } expect && !HttpProtocol.IsHttp10(request.Protocol)
            && !(expect.Count == 1 && string.Equals(expect[0], "100-continue", StringComparison.OrdinalIgnoreCase)))
            return Rejections.Expectation;
        foreach (var header in headers)
        {
            if (header.Key.Contains('_'))
                return Rejections.Underscore;
        }

        return null;
    }
}
