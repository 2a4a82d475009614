using System.Text.Json.Serialization;

namespace Samples.Shared.UserChecks;

/// <summary>Reads the list of users without reflection.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class UserJson : JsonSerializerContext;
