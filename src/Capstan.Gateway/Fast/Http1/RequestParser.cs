namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads heads of requests as an intermediary must (RFC 9112): what it takes can be read in one way only.</summary>
internal static class RequestParser
{
    /// <summary>Reads a head, or goes on with it.</summary>
    /// <param name="bytes">From the first byte of the request on: after <see cref="HeadState.Incomplete"/> the same bytes and more.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="head">What was read so far; reset before the first call for a request.</param>
    public static HeadState Parse(ReadOnlySpan<byte> bytes, in HeadLimits limits, RequestHead head) => throw new NotImplementedException();
}
