namespace Capstan.Client.Tests.Rig;

/// <summary>A request as the server saw it.</summary>
internal sealed record PlayedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, string Connection)
{
    public string? Key => Headers.GetValueOrDefault("Idempotency-Key");

    public string? Position => Headers.GetValueOrDefault("Capstan-Position");

    public string? Deadline => Headers.GetValueOrDefault("Capstan-Deadline");
}
