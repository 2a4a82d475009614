namespace Capstan.Database.Api;

/// <summary>When a request arrived.</summary>
/// <param name="At">Timestamp of the API's clock.</param>
internal sealed record Arrival(long At);
