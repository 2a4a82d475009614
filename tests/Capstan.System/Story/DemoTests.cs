using System.Net;
using System.Text;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Story;

/// <summary>What a newcomer sees who starts Capstan in a folder without a stack file.</summary>
public sealed class DemoTests
{
    [Fact]
    public Task Up_NoStackFile_RunsTheDemoAndNamesWhatToTry() => StackUnderTest.PrepareAsync(new StackDraft(Runtime.Process, new ServiceDraft()), async stack =>
    {
        var folder = stack.Folder.Shared("empty");
        var ports = Enumerable.Range(stack.Draft.Web.FirstPort, 4).ToList();
        var database = $"http://127.0.0.1:{ports[3]}";
        string[] settings =
        [
            $"gateway.listen=127.0.0.1:{stack.Draft.GatewayPort}", $"admin.listen=127.0.0.1:{stack.Draft.AdminPort}",
            $"databases.main.listen=127.0.0.1:{ports[3]}",
            $"services.users.ports={ports[0]}-{ports[0]}", $"services.rides.ports={ports[1]}-{ports[1]}",
            $"services.users.environment.DATABASE_URL={database}", $"services.rides.environment.DATABASE_URL={database}",
            $"services.rides.environment.USERS_URL={stack.Gateway}",
        ];
        using var up = stack.RunIn(folder, ["up", "--state", stack.StateFolder, .. settings.SelectMany(setting => new[] { "--set", setting })]);
        await stack.SettledAsync(TimeSpan.FromSeconds(30));
        await Until.TrueAsync("commands to try", TimeSpan.FromSeconds(5), () => new[] { "status", "scale ", "curl ", "/v1/query" }.All(up.Output.Contains));
        Assert.Contains(stack.Gateway.ToString().TrimEnd('/'), up.Output);
        Assert.Contains(database, up.Output);

        using var http = new HttpClient { BaseAddress = stack.Gateway };
        using var user = Json("""{"username":"ann","password":"3d725109c7e7c0bfb9d709836735b56d943d263f"}""");
        Assert.Equal(HttpStatusCode.Created, (await http.PutAsync("/api/v1/users", user, TestContext.Current.CancellationToken)).StatusCode);
        using var ride = Json("""{"created_by":"ann","timestamp":"21-08-2091:00-00-00","source":"1","destination":"2"}""");
        Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/api/v1/rides", ride, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(
            """[{"rideId":1,"username":"ann","timestamp":"21-08-2091:00-00-00"}]""", await stack.TextAsync("/api/v1/rides?source=1&destination=2"));

        using var down = stack.RunIn(folder, "down", "--state", stack.StateFolder);
        Assert.True(await down.EndAsync(TimeSpan.FromSeconds(30)) == 0, down.Error);
        Assert.Equal(0, await up.EndAsync(TimeSpan.FromSeconds(30)));
    });

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
