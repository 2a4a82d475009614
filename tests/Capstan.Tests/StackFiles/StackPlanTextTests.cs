using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed class StackPlanTextTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public StackPlanTextTests() => FullFiles.Prepare(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Describe_FullFile_TellsWhatWouldStart() => Assert.Equal(
        [
            "stack full: 3 services, run as child processes",
            "gateway: http://127.0.0.1:7080",
            "gateway: https://0.0.0.0:7443",
            "admin API: http://127.0.0.1:7900",
            "web: 2 to 20 replicas, one per 30 requests in 5s; ports 8000-8099 on 0.0.0.0; routes /api, example.com/shop, example.org/only; "
            + "health /healthz every 2s",
            "fixed: 3 replicas; no routes, so not reachable through the gateway; health /health every 1s",
            "elsewhere: targets 10.0.0.5:80, [fd00::5]:8080; no routes, so not reachable through the gateway; health /health every 1s",
        ],
        StackPlanText.Describe(_folder.Read(FullFiles.Process).Spec!));

    [Fact]
    public void Describe_SmallFile_TellsTheDefaults() => Assert.Equal(
        [
            "stack full-docker: 1 service, run as containers of the Docker Engine",
            "gateway: http://127.0.0.1:8080",
            "admin API: http://127.0.0.1:9900, or the next free port",
            "acts: 1 replica; port 8000 on 127.0.0.1; no routes, so not reachable through the gateway; health /health every 1s",
        ],
        StackPlanText.Describe(_folder.Read(FullFiles.Docker).Spec!));
}
