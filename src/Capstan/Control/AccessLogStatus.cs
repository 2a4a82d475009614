namespace Capstan.Control;

/// <summary>The gateway's access log in a status. Counts begin with the controller.</summary>
/// <param name="Path">The file, or <c>stdout</c>.</param>
/// <param name="Lines">Lines written.</param>
/// <param name="Dropped">Lines that were not written: they came faster than the log could take them, or writing failed.</param>
public sealed record AccessLogStatus(string Path, long Lines, long Dropped);
