namespace Capstan.Gateway.Fast.Http1;

/// <summary>Reads heads of answers (RFC 9112 sections 4 and 6.3). Interim answers are complete heads of their own.</summary>
internal static class ResponseParser
{
    /// <summary>Reads a head, or goes on with it.</summary>
    /// <param name="bytes">From the first byte of the answer on: after <see cref="HeadState.Incomplete"/> the same bytes and more.</param>
    /// <param name="limits">How large it may be.</param>
    /// <param name="asked">Method of the request that it answers: an answer to HEAD has no body.</param>
    /// <param name="head">What was read so far; reset before the first call for an answer.</param>
    public static HeadState Parse(ReadOnlySpan<byte> bytes, in HeadLimits limits, MethodKind asked, ResponseHead head) => throw new NotImplementedException();
}
