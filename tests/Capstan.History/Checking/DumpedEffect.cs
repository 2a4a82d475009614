namespace Capstan.History.Checking;

/// <summary>The trace of one write in a worker's data.</summary>
public sealed record DumpedEffect(string Request, string Key, long Value);
