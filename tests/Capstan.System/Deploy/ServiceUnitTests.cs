using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Deploy;

/// <summary>The systemd unit of <c>deploy/</c>, read by systemd's own reader, which needs no systemd that runs.</summary>
public sealed class ServiceUnitTests
{
    private const string Program = "/opt/capstan/capstan";

    [Fact]
    public async Task Unit_OfTheDeployment_IsUnderstoodWhole()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            Assert.Skip("there is no systemd-analyze here; './test' installs it");
        var unit = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", "capstan.service"), TestContext.Current.CancellationToken);
        using var folder = new TempFolder();

        // It looks for the programs, too, and this one is not installed here.
        Assert.Equal((0, ""), await VerifyAsync(folder, unit.Replace(Program, "/bin/true", StringComparison.Ordinal)));

        var (code, said) = await VerifyAsync(folder, unit.Replace(Program, "/bin/true", StringComparison.Ordinal).Replace("ProtectClock", "ProtectClocks", StringComparison.Ordinal));
        Assert.NotEqual(0, code);
        Assert.Contains("ProtectClocks", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(TempFolder folder, string unit)
    {
        await File.WriteAllTextAsync(folder["capstan.service"], unit, TestContext.Current.CancellationToken);
        using var run = ChildRun.Start(
            folder.Path, new Dictionary<string, string>(), "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", folder["capstan.service"]);
        var code = await run.EndAsync(TimeSpan.FromSeconds(30));
        return (code, (run.Output + run.Error).Trim());
    }
}
