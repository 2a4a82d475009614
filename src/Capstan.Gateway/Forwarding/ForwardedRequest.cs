namespace Capstan.Gateway.Forwarding;

/// <summary>
/// A request that is written to a connection once. The handler by itself would write one without content again when its connection
/// breaks: to the same target, outside the retry budget, and unseen by passive health.
/// </summary>
internal sealed class ForwardedRequest(HttpMethod method, Uri uri) : HttpRequestMessage(method, uri)
{
    private bool _written;

    /// <summary>Called when its header fields are about to be written.</summary>
    /// <exception cref="HttpRequestException">They were written before.</exception>
    public void MarkWritten()
    {
        // Over HTTP/2 the handler repeats only what the target said that it did not process.
        if (_written && Version.Major < 2)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke before an answer came.");
        _written = true;
    }
}
