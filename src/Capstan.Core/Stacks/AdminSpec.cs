namespace Capstan.Core.Stacks;

/// <summary>Settings of the admin API.</summary>
public sealed record AdminSpec
{
    /// <summary>
    /// Where it listens; null (the default) means <c>127.0.0.1:9900</c>, or the next free port up to 9999 when another stack has that one.
    /// </summary>
    public HostPort? Listen { get; init; }
}
