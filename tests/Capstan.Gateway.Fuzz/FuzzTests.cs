namespace Capstan.Gateway.Fuzz;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 100_000;

    /// <summary>The differences that docs/http.md tells of.</summary>
    private static readonly string[] Named =
    [
        "stricter: a control character in a field", "stricter: a field name that is no token", "stricter: a request line in another form",
        "stricter: a target with user information, or a port that is empty or begins with zero", "stricter: Content-Length with a sign or of the largest number", "stricter: a control character in a chunk extension",
        "stricter: a trailer that is no field", "laxer: a chunk's size in more than eight digits", "laxer: X-Content-Length beside Transfer-Encoding",
        "an absolute target's host in another spelling or alone",
    ];

    [Fact]
    public async Task BothPlanesReadTheSameOutOfAnyBytes()
    {
        var run = await FuzzRun.RunAsync(seed: 1, Inputs);

        output.WriteLine(run.ToString());
        Assert.Empty(run.Faults);

        // What is refused at once proves little: a good part must have been taken by both.
        Assert.InRange(run.Tally["requests taken: 1"], Inputs / 4, Inputs);
        Assert.All(Named, name => Assert.True(run.Tally.ContainsKey(name), $"'{name}' never occurred"));
    }
}
