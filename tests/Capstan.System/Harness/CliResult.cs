namespace Capstan.SystemTests.Harness;

/// <summary>How a command ended.</summary>
internal sealed record CliResult(int Code, string Output, string Error)
{
    public string All => Output + Error;

    public override string ToString() => $"exit code {Code}\n{Output}\n{Error}";
}
