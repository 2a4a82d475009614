namespace Capstan.Gateway.Logging;

/// <summary>Standard output.</summary>
internal sealed class StreamSink(Stream stream) : ILogSink
{
    /// <inheritdoc />
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (!lines.IsEmpty)
            stream.Write(lines);
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();
}
