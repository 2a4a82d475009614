using System.Runtime.CompilerServices;
using System.Text;
using Capstan.ZooKeeper.Tests.Rig;

namespace Capstan.ZooKeeper.Tests.Servers;

/// <summary>The example of the library's page, line for line.</summary>
public sealed class ReadmeTests(SharedServer shared) : ServerTest(shared)
{
    [Fact(Timeout = Deadline)]
    public async Task The_example_does_what_it_shows()
    {
        var (printed, name, password) = (new StringWriter(), "one", "secret");
        await ExampleAsync(Server.Address, Root, name, password, printed);
        Assert.Equal($"Missed /: leader{Environment.NewLine}", printed.ToString());
    }

    [Fact]
    public void The_page_shows_the_example_that_is_run()
    {
        var page = File.ReadAllText(Path.Combine(Here(), "../../../src/Capstan.ZooKeeper/README.md"));
        var shown = page.Split("```csharp\n")[1].Split("```")[0].Split('\n');
        var source = File.ReadAllText(Path.Combine(Here(), "ReadmeTests.cs")).Split("// The example\n")[1].Split("// The end")[0];
        var run = source.Split('\n').Select(Plain).Where(line => line.Length > 0 && !line.Contains("break;"));
        Assert.Equal(shown.Where(line => !line.StartsWith("using ")).Select(Plain).Where(line => line.Length > 0), run);
    }

    private static async Task ExampleAsync(ZooKeeperAddress server, string root, string name, string password, TextWriter console)
    {
        // The example
        await using var client = await ZooKeeperClient.ConnectAsync(new ZooKeeperOptions
        {
            Servers = [server],
            Root = root,
            Credentials = new ZooKeeperCredentials("shop", password),
        });

        await client.CreateAsync("/leader", Encoding.UTF8.GetBytes(name), NodeKind.Ephemeral);

        await foreach (var news in client.Watch("/", isRecursive: true))
        {
            var children = await client.ChildrenAsync("/");
            console.WriteLine($"{news.Kind} {news.Path}: {string.Join(", ", children)}");
            break;
        }

        // The end
    }

    // Without comments, and with the names that the test has for addresses and console.
    private static string Plain(string line) => line.Split("//")[0].Trim()
        .Replace("[new(\"zk1\"), new(\"zk2\"), new(\"zk3\")]", "[server]")
        .Replace("\"/shop\"", "root")
        .Replace("Console.", "console.");

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
