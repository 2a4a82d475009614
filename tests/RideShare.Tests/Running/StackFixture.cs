namespace RideShare.Tests.Running;

/// <summary>A stack that the tests of a class share, because none of them leaves anything behind.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    private RideShareStack? _stack;

    internal RideShareStack Stack => _stack!;

    public async ValueTask InitializeAsync() => _stack = await RideShareStack.StartAsync();

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();
}
