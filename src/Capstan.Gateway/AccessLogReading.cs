namespace Capstan.Gateway;

/// <summary>The access log at one moment. Counts begin with the gateway.</summary>
/// <param name="Path">The file, or <c>stdout</c>.</param>
/// <param name="Lines">Lines written.</param>
/// <param name="Dropped">Lines that were not written: they came faster than the log could take them, or writing failed.</param>
/// <param name="Fault">Why writing fails now; null when it does not.</param>
public sealed record AccessLogReading(string Path, long Lines, long Dropped, string? Fault);
