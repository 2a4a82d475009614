using System.Text.Json.Nodes;
using Capstan.Core.Stacks;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Logging;

/// <summary>A folder for one access log, gone after the test.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("capstan-access-");

    public string File => Path.Combine(_folder.FullName, "access.log");

    public string[] Lines => System.IO.File.Exists(File) ? System.IO.File.ReadAllLines(File) : [];

    public AccessLogSpec Spec(AccessLogFormat format = AccessLogFormat.Json) => new() { Path = File, Format = format };

    public GatewaySpec Gateway(AccessLogFormat format = AccessLogFormat.Json) => new() { AccessLog = Spec(format) };

    /// <summary>Waits for so many lines and gives them.</summary>
    public async Task<string[]> LinesAsync(int count)
    {
        await Eventually.TrueAsync(() => Lines.Length >= count);
        return Lines;
    }

    /// <summary>Waits for the line of a request target and gives it.</summary>
    public async Task<JsonObject> LineOfAsync(string target)
    {
        JsonObject? found = null;
        await Eventually.TrueAsync(() => (found = Lines.Select(line => JsonNode.Parse(line)!.AsObject()).FirstOrDefault(line => (string?)line["target"] == target)) is not null);
        return found!;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
