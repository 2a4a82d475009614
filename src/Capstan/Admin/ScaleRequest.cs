using System.Text.Json.Serialization;

namespace Capstan.Admin;

/// <summary>Body of <c>POST /v1/services/{name}/scale</c> and <c>POST /v1/databases/{name}/scale</c>.</summary>
/// <param name="Wanted">Replicas, or followers, to run from now on, 0 or more.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ScaleRequest([property: JsonRequired] int Wanted);
