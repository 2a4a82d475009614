namespace Capstan.Contracts.Runtimes;

public sealed class InMemoryRuntimeContract : ContainerRuntimeContract
{
    protected override Task<IRuntimeFixture> OpenAsync() => Task.FromResult<IRuntimeFixture>(new InMemoryRuntimeFixture());
}
