using System.Net;
using System.Text;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Story;

namespace Capstan.SystemTests.Deploy;

/// <summary>The application stacks of <c>deploy/stacks</c> on the database as a service.</summary>
[Collection(nameof(ActsContainers))]
public sealed class ServiceStackTests
{
    private const string Password = "3d725109c7e7c0bfb9d709836735b56d943d263f";

    [Fact]
    public Task RideShare_BehindTheGateway_KeepsItsRidesInTheDatabase() => RunAsync("rideshare", ["users:latest", "rides:latest"], async send =>
    {
        Assert.Equal((HttpStatusCode.Created, "{}"), await send(HttpMethod.Put, "/api/v1/users", $$"""{"username":"ann","password":"{{Password}}"}"""));
        Assert.Equal((HttpStatusCode.Created, "{}"), await send(HttpMethod.Post, "/api/v1/rides", """{"created_by":"ann","timestamp":"31-12-2099:45-23-03","source":"1","destination":"2"}"""));
        Assert.Equal(
            (HttpStatusCode.OK, """[{"rideId":1,"username":"ann","timestamp":"31-12-2099:45-23-03"}]"""),
            await send(HttpMethod.Get, "/api/v1/rides?source=1&destination=2", null));
    });

    [Fact]
    public Task SelfieLess_BehindTheGateway_KeepsItsActsInTheDatabase() => RunAsync("selfieless", ["users:selfieless", "acts:selfieless"], async send =>
    {
        Assert.Equal((HttpStatusCode.Created, "{}"), await send(HttpMethod.Post, "/api/v1/users", $$"""{"username":"ada","password":"{{Password}}"}"""));
        Assert.Equal((HttpStatusCode.Created, "{}"), await send(HttpMethod.Post, "/api/v1/categories", """["planting"]"""));
        Assert.Equal((HttpStatusCode.Created, "{}"), await send(HttpMethod.Post, "/api/v1/acts",
            """{"actId":1,"username":"ada","timestamp":"01-01-2019:10-10-10","caption":"a tree","categoryName":"planting","imgB64":"aGVsbG8="}"""));
        Assert.Equal((HttpStatusCode.OK, """{"planting":1}"""), await send(HttpMethod.Get, "/api/v1/categories", null));
    });

    private static async Task RunAsync(string stack, string[] images, Func<Func<HttpMethod, string, string?, Task<(HttpStatusCode, string)>>, Task> story)
    {
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync(images);
        await ComposeProject.RunAsync(stack == "rideshare" ? stack : "selfieless-acts", async project =>
        {
            await project.ShAsync("./token.sh");
            var draft = Draft(stack, images, project);
            await StackUnderTest.PrepareAsync(draft, async under =>
            {
                var shared = Directory.CreateDirectory(under.Folder["secrets/shared"]);
                File.Copy(project["stacks/secrets/shared/database-token"], Path.Combine(shared.FullName, "database-token"));
                await under.StartAsync();
                await under.SettledAsync(TimeSpan.FromSeconds(60));
                using var http = new HttpClient { BaseAddress = under.Gateway, Timeout = TimeSpan.FromSeconds(40) };
                await story((method, path, body) => SendAsync(http, method, path, body));
                await under.DownAsync();
            });
        });
    }

    private static StackDraft Draft(string stack, string[] images, ComposeProject project)
    {
        var (host, users, second) = (project.Listen.Split(':')[0], FreePorts.One(), FreePorts.Range(10));
        var name = images[1].Split(':')[0];
        var draft = new StackDraft(Runtime.Docker);
        draft.Text = File.ReadAllText(project[$"stacks/{stack}.yaml"]).Replace($"name: {stack}", $"name: {draft.Name}");
        draft.Set.AddRange(
        [
            $"gateway.listen=127.0.0.1:{draft.GatewayPort}", $"admin.listen=127.0.0.1:{draft.AdminPort}",
            $"services.users.image={images[0]}", $"services.{name}.image={images[1]}",
            $"services.users.publish={host}", $"services.{name}.publish={host}",
            $"services.users.ports={users}", $"services.{name}.ports={second}-{second + 9}",
            $"services.users.environment.DATABASE_URL=http://{project.Listen}", $"services.{name}.environment.DATABASE_URL=http://{project.Listen}",
            $"services.{name}.environment.USERS_URL=http://{host}:{users}",
        ]);
        return draft;
    }

    private static async Task<(HttpStatusCode, string)> SendAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
