using System.Text.Json;

namespace RideShare.Service.Database;

/// <summary>What the database answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Position">The log position that the answer carries on; 0 without one.</param>
/// <param name="RetryAfter">How long it asks to be left alone.</param>
/// <param name="Body">The body; undefined when it is not JSON.</param>
internal sealed record Reply(int Status, long Position, TimeSpan? RetryAfter, JsonElement Body)
{
    /// <summary>The stable code of a problem; empty without one.</summary>
    public string Code => Body.Text("code") ?? "";

    /// <summary>Whether the same request may fare better in a moment.</summary>
    public bool IsPassing => Status is 429 or >= 500;
}
