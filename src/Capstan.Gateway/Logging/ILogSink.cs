namespace Capstan.Gateway.Logging;

/// <summary>Where finished lines go. Used by one thread.</summary>
internal interface ILogSink : IDisposable
{
    /// <summary>Writes whole lines; called also with none, about every quarter of a second.</summary>
    /// <exception cref="IOException">They could not be written; nothing of them is left behind.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be written.</exception>
    void Write(ReadOnlySpan<byte> lines);
}
