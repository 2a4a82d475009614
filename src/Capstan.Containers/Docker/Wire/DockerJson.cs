using System.Text.Json.Serialization;

namespace Capstan.Containers.Docker.Wire;

/// <summary>Reads and writes the engine's JSON. Names are the engine's own.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(CreateAnswer))]
[JsonSerializable(typeof(NetworkRequest))]
[JsonSerializable(typeof(ContainerSummary[]))]
[JsonSerializable(typeof(ContainerDetails))]
[JsonSerializable(typeof(OwnDetails))]
[JsonSerializable(typeof(NetworkDetails))]
[JsonSerializable(typeof(ImageDetails))]
[JsonSerializable(typeof(VolumeList))]
[JsonSerializable(typeof(ConnectRequest))]
[JsonSerializable(typeof(ErrorMessage))]
[JsonSerializable(typeof(EventMessage))]
[JsonSerializable(typeof(PullMessage))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
internal sealed partial class DockerJson : JsonSerializerContext;
