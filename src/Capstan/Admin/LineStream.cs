using Microsoft.AspNetCore.Http;

namespace Capstan.Admin;

/// <summary>An answer that is sent piece by piece as things happen.</summary>
internal sealed class LineStream(HttpResponse response, string mediaType)
{
    /// <summary>Sends the headers at once, so that the client knows that it is connected.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        response.ContentType = mediaType;
        response.Headers.CacheControl = "no-store";
        await response.StartAsync(cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    /// <summary>Sends one piece.</summary>
    public async Task WriteAsync(byte[] piece, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(piece, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
