using System.Text;

namespace Capstan.TestServer;

/// <summary>One answer; <paramref name="Then"/> runs after it was sent.</summary>
internal sealed record Answer(int Status, byte[] Body, string ContentType = "text/plain", Action? Then = null)
{
    public static Answer Text(string text, int status = 200) => new(status, Encoding.UTF8.GetBytes(text));

    public static Answer Json(string text) => new(200, Encoding.UTF8.GetBytes(text), "application/json");
}
