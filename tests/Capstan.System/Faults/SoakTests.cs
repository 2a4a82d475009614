using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>A minute of what <c>bench/soak</c> does for as long as one likes, with a build that checks its memory where there is one.</summary>
[Trait(GatewayPlane.Trait, GatewayPlane.Full)]
public sealed class SoakTests
{
    private const string Program = "CAPSTAN_SOAK_PROGRAM";

    [Fact]
    public async Task Soak_ClientsComeAndGo_EveryAnswerIsRightAndNothingGrows()
    {
        var bench = Repository.TestServer.Replace("Capstan.TestServer", "Capstan.Bench", StringComparison.Ordinal);
        List<string> words = [bench, "soak", "--minutes", Rounds.Of("1", "5"), "--plane", GatewayPlane.Asked ?? "fast"];
        if (Environment.GetEnvironmentVariable(Program) is { Length: > 0 } program)
            words.AddRange(["--program", program]);

        using var soak = ChildRun.Start(Repository.Root, new Dictionary<string, string>(), "dotnet", words);
        var code = await soak.EndAsync(TimeSpan.FromMinutes(Rounds.Of(3, 8)));

        TestContext.Current.TestOutputHelper?.WriteLine(soak.Error);
        Assert.True(code == 0, soak.Output + soak.Error);
    }
}
