using Capstan.Testing.Runtimes;

namespace Capstan.Contracts.Runtimes;

public sealed class DockerRuntimeContract : ContainerRuntimeContract
{
    protected override async Task<IRuntimeFixture> OpenAsync()
    {
        if (await DockerLab.LackAsync(TestContext.Current.CancellationToken) is { } lack)
            Assert.Skip(lack);
        return new DockerRuntimeFixture();
    }
}
