using Samples.Testing;

namespace SelfieLess.Tests.Running;

/// <summary>A stack of programs that the tests of a class share, because none of them leaves anything behind.</summary>
public abstract class StackFixture(StoreKind kind) : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    internal ServiceClient Users => _stack!.Users;

    internal ServiceClient Acts => _stack!.Acts;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind, isOfPrograms: true);

    public async ValueTask DisposeAsync()
    {
        await _stack!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
