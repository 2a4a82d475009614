namespace Samples.Testing.Twins;

/// <summary>A request as the twin received it.</summary>
internal sealed record TwinRequest(string Path, string Body, string? Key, string? Position, string? Authorization)
{
    public bool IsRead => Path == "/v1/query";

    public bool IsStatus => Path == "/v1/status";

    public bool IsCounting => Body.Contains("counter", StringComparison.Ordinal);
}
