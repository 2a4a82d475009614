namespace Capstan.Database.Api.Access;

/// <summary>Who asks.</summary>
/// <param name="Right">What the caller may do.</param>
internal sealed record Caller(AccessRight Right);
