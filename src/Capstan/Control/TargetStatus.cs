namespace Capstan.Control;

/// <summary>A target that runs elsewhere, at one moment.</summary>
/// <param name="Address">Its <c>host:port</c>.</param>
/// <param name="State"><c>starting</c> (never answered yet), <c>ready</c> or <c>failed</c>.</param>
/// <param name="Since">When it entered this state.</param>
/// <param name="Health">What its last health check found; null before the first.</param>
/// <param name="Requests">Requests sent to it.</param>
/// <param name="InFlight">Requests with it now.</param>
/// <param name="Ejected">Whether the gateway keeps it out of rotation for its failures.</param>
public sealed record TargetStatus(
    string Address, string State, DateTimeOffset Since, string? Health, long Requests, int InFlight, bool Ejected);
