using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed partial class ReferencePageTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Page_EveryKnownKey_HasARow()
    {
        var page = Page();

        Assert.Equal([], StackFileReader.KnownKeys.Except(Rows().Matches(page).Select(row => row.Groups["path"].Value)));
    }

    [Fact]
    public void Page_EveryRow_IsAKnownKey() =>
        Assert.Empty(Rows().Matches(Page()).Select(row => row.Groups["path"].Value).Except(StackFileReader.KnownKeys));

    [Fact]
    public void Page_EveryWholeExample_IsAccepted()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "seed"));
        var examples = Examples().Matches(Page()).Select(match => match.Groups["text"].Value).Where(text => text.Contains("name:")).ToList();

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Equal("", _folder.Transcript(example)));
    }

    private static string Page([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "stack-file.md"));

    [GeneratedRegex(@"^\| `(?<path>[a-z_.<>]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rows();

    [GeneratedRegex(@"^```yaml\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Examples();
}
