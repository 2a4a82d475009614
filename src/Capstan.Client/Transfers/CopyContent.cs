using System.Net;

namespace Capstan.Client;

/// <summary>The part of a stream that a request carries. The stream stays open.</summary>
internal sealed class CopyContent(Stream source, long length, StreamCopy copy) : HttpContent
{
    /// <inheritdoc />
    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc />
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        copy.RunAsync(source, stream, cancellationToken);
}
