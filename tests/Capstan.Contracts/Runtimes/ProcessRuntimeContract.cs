namespace Capstan.Contracts.Runtimes;

public sealed class ProcessRuntimeContract : ContainerRuntimeContract
{
    protected override async Task<IRuntimeFixture> OpenAsync() => await ProcessRuntimeFixture.OpenAsync();
}
