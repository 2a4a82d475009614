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
        var data = stack.Folder.Shared("data");
        string[] settings =
        [
            $"gateway.listen=127.0.0.1:{stack.Draft.GatewayPort}", $"admin.listen=127.0.0.1:{stack.Draft.AdminPort}",
            $"services.acts.ports={stack.Draft.Web.FirstPort}-{stack.Draft.Web.FirstPort + 2}", "services.acts.scale.max=3",
            $"services.acts.environment.DATA={data}", $"services.users.environment.DATA={data}", $"services.acts.environment.USERS_URL={stack.Gateway}",
        ];
        using var up = stack.RunIn(folder, ["up", "--state", stack.StateFolder, .. settings.SelectMany(setting => new[] { "--set", setting })]);
        await stack.SettledAsync(TimeSpan.FromSeconds(30));
        await Until.TrueAsync("three commands to try", TimeSpan.FromSeconds(5), () => new[] { "status", "scale ", "curl " }.All(up.Output.Contains));
        Assert.Contains(stack.Gateway.ToString().TrimEnd('/'), up.Output);

        using var http = new HttpClient { BaseAddress = stack.Gateway };
        using var body = new StringContent("""["planting"]""", Encoding.UTF8, "application/json");
        Assert.True((await http.PostAsync("/api/v1/categories", body, TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        Assert.Equal("""{"planting":0}""", await stack.TextAsync("/api/v1/categories"));

        using var down = stack.RunIn(folder, "down", "--state", stack.StateFolder);
        Assert.True(await down.EndAsync(TimeSpan.FromSeconds(30)) == 0, down.Error);
        Assert.Equal(0, await up.EndAsync(TimeSpan.FromSeconds(30)));
    });
}
