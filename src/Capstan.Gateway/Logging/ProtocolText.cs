namespace Capstan.Gateway.Logging;

/// <summary>HTTP versions as request lines have them.</summary>
internal static class ProtocolText
{
    /// <summary>The text of ten times the major plus the minor version.</summary>
    public static ReadOnlySpan<byte> Of(byte version) => version switch
    {
        10 => "HTTP/1.0"u8,
        20 => "HTTP/2"u8,
        _ => "HTTP/1.1"u8,
    };
}
