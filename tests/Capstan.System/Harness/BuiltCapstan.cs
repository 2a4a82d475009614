namespace Capstan.SystemTests.Harness;

/// <summary>
/// Has the launcher build what is not built before the first test, so that no test waits for it or takes what the build leaves
/// running for a part of its stack.
/// </summary>
public sealed class BuiltCapstan : IAsyncLifetime
{
    public async ValueTask InitializeAsync()
    {
        using var run = ChildRun.Start(Repository.Root, new Dictionary<string, string>(), Repository.Launcher, "version");
        var code = await run.EndAsync(TimeSpan.FromMinutes(5));
        Assert.True(code == 0, run.Output + run.Error);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
