using System.IO.Pipelines;

namespace Capstan.Gateway.Listening;

/// <summary>A connection some of whose first bytes were read already: they are read again.</summary>
internal sealed class PrependedTransport(IDuplexPipe inner, byte[] first) : IDuplexPipe
{
    /// <inheritdoc />
    public PipeReader Input { get; } = new PrependedInput(inner.Input, first);

    /// <inheritdoc />
    public PipeWriter Output { get; } = inner.Output;
}
