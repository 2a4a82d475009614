using System.Text.RegularExpressions;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Product;

/// <summary>Stack files with mistakes, before a start and while the stack runs.</summary>
public sealed partial class MistakeTests
{
    private const string Broken = """
        name: broken
        runtime: proces
        gateway:
          listen: 127.0.0.1:99999
        services:
          web:
            comand: [dotnet, web.dll]
            command: [dotnet, web.dll]
            routes: [/]
            health: { path: /health, interval: fast }
            replicas: -1
            scale: { requests: 20, windw: 2m }
        """;

    [Theory]
    [InlineData("up")]
    [InlineData("check")]
    public Task File_SixMistakes_SixMessagesWithTheirLines(string command) => StackUnderTest.PrepareAsync(Draft(), async stack =>
    {
        await File.WriteAllTextAsync(stack.File, Broken, TestContext.Current.CancellationToken);

        var result = await stack.CliAsync(command, "--file", stack.File);

        Assert.Equal(ExitCodes.Usage, result.Code);
        var lines = Place().Matches(result.Error).Select(match => int.Parse(match.Groups["line"].ValueSpan)).ToList();
        Assert.Equal([2, 4, 7, 10, 11, 12], lines.Order());
        Assert.Contains("'command'", result.Error);
        Assert.Contains("'window'", result.Error);
        Assert.Equal([stack.File], Directory.GetFiles(stack.Folder.Path));
    });

    [Fact]
    public Task Reload_FileWithMistakes_LeavesTheStackAsItIs() => StackUnderTest.RunAsync(Draft(), async stack =>
    {
        var before = await stack.StatusAsync();
        await File.AppendAllTextAsync(stack.File, "    replica: 7\n    drain: soon\n", TestContext.Current.CancellationToken);

        var result = await stack.CliAsync("reload", "--file", stack.File);

        Assert.Equal(ExitCodes.Usage, result.Code);
        Assert.Contains("'replicas'", result.Error);
        Assert.Contains("drain", result.Error);
        var after = await stack.StatusAsync();
        Assert.Equal(before.Pid, after.Pid);
        Assert.Equal(before["web"].Identities, after["web"].Identities);
        Assert.True(await stack.AnswersAsync("/who"));
    });

    private static StackDraft Draft() => new(Runtime.Process, new ServiceDraft { Replicas = 2 });

    [GeneratedRegex(@"^\S*capstan\.yaml:(?<line>\d+):\d+: ", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
