using System.Net;
using System.Text;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Story;

/// <summary>The Docker stack file of the SelfieLessActs sample, as it is, on ports that are free here.</summary>
internal sealed class SampleStack(StackUnderTest stack, int actsPort)
{
    private static readonly string Source = Path.Combine(Repository.Root, "samples", "selfieless-acts", "capstan.docker.yaml");

    public int ActsPort => actsPort;

    public static async Task RunAsync(int windowSeconds, Func<SampleStack, Task> test)
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync("users:selfieless", "acts:selfieless");
        var (acts, users) = (FreePorts.Range(10), FreePorts.One());
        var draft = new StackDraft(Runtime.Docker);
        draft.Text = (await File.ReadAllTextAsync(Source, TestContext.Current.CancellationToken)).Replace("name: selfieless", $"name: {draft.Name}");
        draft.Set.AddRange(
        [
            $"gateway.listen=127.0.0.1:{draft.GatewayPort}", $"admin.listen=127.0.0.1:{draft.AdminPort}",
            $"services.users.ports={users}", $"services.acts.ports={acts}-{acts + 9}", $"services.acts.scale.window={windowSeconds}s",
            $"services.acts.environment.USERS_URL=http://172.17.0.1:{users}",
        ]);
        await StackUnderTest.RunAsync(draft, stack => test(new SampleStack(stack, acts)));
        await DockerEngine.RemoveVolumesAsync(draft.Name);
    }

    /// <summary>The lines of <c>docker ps</c> that a search for <c>acts</c> finds.</summary>
    public async Task<IReadOnlyList<string>> ListActsAsync()
    {
        var lines = await DockerEngine.RunAsync("ps");
        return [.. lines.Split('\n').Where(line => line.Contains("acts"))];
    }

    public async Task<IReadOnlyList<ReplicaView>> ActsAsync() => (await stack.StatusAsync())["acts"].Replicas;

    public async Task ScaleAsync(int wanted)
    {
        var result = await stack.CliAsync("scale", $"acts={wanted}");
        Assert.True(result.Code == 0, result.ToString());
        await stack.WhenAsync($"{wanted} replicas", TimeSpan.FromSeconds(20), status => status.IsSettled && status["acts"].Wanted == wanted);
    }

    /// <summary>Sends requests through the public port, one after the other.</summary>
    public async Task SendAsync(int count)
    {
        for (var sent = 0; sent < count; sent++)
        {
            using var answer = await stack.GetAsync("/api/v1/categories");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    public Task<string> TextAsync(int port, string path) => stack.AskAsync(port, path);

    public Task<HttpStatusCode> AskAsync(int port, HttpMethod method, string path) => StatusAsync(new HttpRequestMessage(method, $"http://127.0.0.1:{port}{path}"));

    public Task<HttpStatusCode> PostAsync(string path, string json) => StatusAsync(
        new HttpRequestMessage(HttpMethod.Post, new Uri(stack.Gateway, path)) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    private static async Task<HttpStatusCode> StatusAsync(HttpRequestMessage request)
    {
        using var http = new HttpClient();
        using (request)
        using (var answer = await http.SendAsync(request, TestContext.Current.CancellationToken))
            return answer.StatusCode;
    }
}
