using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>An application stack of <c>deploy/stacks</c> on a database as a service, reached through its gateway.</summary>
internal sealed partial class ServiceStack : IDisposable
{
    private readonly HttpClient _http;

    private ServiceStack(Uri gateway) => _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(40) };

    /// <summary>Starts the database, the stack before it, runs a test, and takes both down.</summary>
    public static async Task RunAsync(string name, Func<ComposeProject, ServiceStack, Task> test)
    {
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "stacks", name + ".yaml"), TestContext.Current.CancellationToken);
        await DockerEngine.NeedAsync();
        await DockerEngine.NeedImagesAsync(Image().Matches(file).Select(image => image.Groups[1].Value));
        await ComposeProject.RunAsync(name == "selfieless" ? "selfieless-acts" : name, async project =>
        {
            await project.ShAsync("./token.sh");
            await StackUnderTest.PrepareAsync(Draft(file, name, project), async under =>
            {
                var shared = Directory.CreateDirectory(under.Folder["secrets/shared"]);
                File.Copy(project["stacks/secrets/shared/database-token"], Path.Combine(shared.FullName, "database-token"));
                await under.StartAsync();
                await under.SettledAsync(TimeSpan.FromSeconds(60));
                using var stack = new ServiceStack(under.Gateway);
                await test(project, stack);
                await under.DownAsync();
            });
        });
    }

    /// <summary>Sends a request through the gateway.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The stack file on ports that are free here; images are those that it names by itself.</summary>
    private static StackDraft Draft(string file, string stack, ComposeProject project)
    {
        var (host, users, second) = (project.Listen.Split(':')[0], FreePorts.One(), FreePorts.Range(10));
        var name = stack == "rideshare" ? "rides" : "acts";
        var draft = new StackDraft(Runtime.Docker);
        draft.Text = file.Replace($"name: {stack}", $"name: {draft.Name}", StringComparison.Ordinal);
        draft.Set.AddRange(
        [
            $"gateway.listen=127.0.0.1:{draft.GatewayPort}", $"admin.listen=127.0.0.1:{draft.AdminPort}",
            $"services.users.publish={host}", $"services.{name}.publish={host}",
            $"services.users.ports={users}", $"services.{name}.ports={second}-{second + 9}",
            $"services.users.environment.DATABASE_URL=http://{project.Listen}", $"services.{name}.environment.DATABASE_URL=http://{project.Listen}",
            $"services.{name}.environment.USERS_URL=http://{host}:{users}",
            // Much starts beside them on a small machine: a replica that is slow for seconds is well.
            "services.users.health.failures=20", $"services.{name}.health.failures=20",
        ]);
        return draft;
    }

    [GeneratedRegex(@"image: \$\{\w+:-([^}]+)\}")]
    private static partial Regex Image();
}
