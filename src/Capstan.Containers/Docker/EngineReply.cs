using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Capstan.Containers.Docker.Wire;

namespace Capstan.Containers.Docker;

/// <summary>One whole answer of the engine.</summary>
internal sealed record EngineReply(HttpStatusCode Status, byte[] Body)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>What an error answer says.</summary>
    public string Message
    {
        get
        {
            try
            {
                return JsonSerializer.Deserialize(Body, DockerJson.Default.ErrorMessage)?.Message ?? "";
            }
            catch (JsonException)
            {
                return Encoding.UTF8.GetString(Body).Trim();
            }
        }
    }

    public T Read<T>(JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(Body, type) ?? throw new JsonException("the engine answered `null`");
}
