namespace Capstan.ZooKeeper.Tests.Rig;

internal static class Eventually
{
    /// <summary>Looks again and again until a state that announces itself to nobody is reached; the test's own deadline ends it.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));
}
