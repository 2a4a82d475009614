namespace Capstan.Control;

/// <summary>Where a running stack is reached.</summary>
/// <param name="Gateway">Base URLs of the gateway, the plain one first.</param>
/// <param name="Admin">Base URL of the admin API.</param>
public sealed record StackAddresses(IReadOnlyList<string> Gateway, string Admin);
