namespace Capstan.Database.Api.Access;

/// <summary>What an endpoint asks of its caller.</summary>
/// <param name="Right">The least right.</param>
internal sealed record RequiredRight(AccessRight Right);
