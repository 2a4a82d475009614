namespace Capstan.Gateway.Fuzz;

/// <summary>One request as a plane understood it.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Target">Path and query that are forwarded.</param>
/// <param name="Path">The path that its route is chosen by.</param>
/// <param name="Host">Its host with the port.</param>
/// <param name="Minor">Its version.</param>
/// <param name="Body">Its body, as much of it as came, in Latin-1.</param>
/// <param name="BodyEnd">How its body ended.</param>
/// <param name="IsUpgrade">Whether another protocol is asked for.</param>
internal sealed record Seen(string Method, string Target, string Path, string Host, int Minor, string Body, BodyEnd BodyEnd, bool IsUpgrade)
{
    /// <summary>Whether the target named the host; only the fast plane tells.</summary>
    public bool HasAuthority { get; init; }

    /// <summary>Whether there is an X-Content-Length; only the fast plane tells.</summary>
    public bool HasOddLength { get; init; }
}
