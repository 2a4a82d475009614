using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed class LocatorTests : IDisposable
{
    private readonly StackFileFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Locate_NamedFile_IsTakenBeforeTheUsualOne()
    {
        _folder.Add("capstan.yaml", "");
        var other = _folder.Add("other.yaml", "");

        Assert.Equal(new StackFileChoice(other, false, null), Locate("other.yaml"));
        Assert.Equal(new StackFileChoice(Path.Combine(_folder.Path, "capstan.yaml"), false, null), Locate("."));
    }

    [Fact]
    public void Locate_NothingNamed_TakesTheUsualFileThenTheDemo()
    {
        var demo = _folder.Add("demo/stack.yaml", "");
        Assert.Equal(new StackFileChoice(demo, true, null), Locate(null, demo));

        var yml = _folder.Add("capstan.yml", "");
        Assert.Equal(new StackFileChoice(yml, false, null), Locate(null, demo));

        var yaml = _folder.Add("capstan.yaml", "");
        Assert.Equal(new StackFileChoice(yaml, false, null), Locate(null, demo));
    }

    [Theory]
    [InlineData("gone.yaml", null, "There is no stack file ")]
    [InlineData(".", null, "There is no capstan.yaml in ")]
    [InlineData(null, null, "There is no capstan.yaml in ")]
    [InlineData(null, "/nowhere/demo.yaml", "There is no capstan.yaml in ")]
    public void Locate_NoFile_SaysSoWithTheRemedy(string? named, string? demo, string begin)
    {
        var choice = Locate(named, demo);

        Assert.Null(choice.File);
        Assert.StartsWith(begin, choice.Fault);
        Assert.Contains("-f", choice.Fault);
    }

    [Theory]
    [InlineData(null, null, "/stacks/.capstan/shop")]
    [InlineData(null, "/var/shop", "/var/shop")]
    [InlineData("here", "/var/shop", "/home/me/here")]
    public void Of_NamedFolder_GoesBeforeTheVariableAndTheDefault(string? named, string? variable, string folder)
    {
        var environment = new Dictionary<string, string>();
        if (variable is not null)
            environment[StackStateFolder.Variable] = variable;

        Assert.Equal(folder, StackStateFolder.Of(named, "/home/me", "/stacks/capstan.yaml", "shop", environment));
    }

    [Theory]
    [InlineData("name: shop\nservices: {", "shop")]
    [InlineData("services: [\nname: shop\n", "shop")]
    [InlineData("services: [\nname: 'shop' # ours\n", "shop")]
    [InlineData("{services: {name: inner}, name: shop, x: [", "shop")]
    [InlineData("services:\n  name: inner\nname: shop\n\tbroken", "shop")]
    [InlineData("x: name\nname: \"shop\"\n@", "shop")]
    [InlineData("name: ${STACK:-shop}\n", "shop")]
    [InlineData("name: ${STACK}\n", null)]
    [InlineData("name: Not A Name\n", null)]
    [InlineData("services:\n  name: inner\n", null)]
    [InlineData("", null)]
    public void Find_FileThatIsBrokenElsewhere_GivesTheName(string text, string? name) =>
        Assert.Equal(name, StackName.Find(text, [], StackFileFolder.NoVariables));

    [Fact]
    public void Find_NameThatIsSet_GoesBeforeTheFile() =>
        Assert.Equal("other", StackName.Find("name: shop", ["name=other"], StackFileFolder.NoVariables));

    [Fact]
    public void ReadFile_FileThatIsMissing_IsAFault()
    {
        var reading = StackFileReader.ReadFile(Path.Combine(_folder.Path, "gone.yaml"), [], StackFileFolder.NoVariables);

        Assert.StartsWith("gone.yaml: the file cannot be read: ", StackFaultText.Render(reading.Faults, _folder.Path));
    }

    [Fact]
    public void ReadFile_FileThatIsThere_StartsRelativePathsAtItsFolder()
    {
        var file = _folder.Add("sub/capstan.yaml", "{name: a, services: {a: {command: [x]}}}");

        Assert.Equal(Path.Combine(_folder.Path, "sub"), StackFileReader.ReadFile(file, [], StackFileReader.ProcessEnvironment()).Spec!.Folder);
    }

    private StackFileChoice Locate(string? named, string? demo = null) => StackFileLocator.Locate(
        named, _folder.Path, demo is null ? StackFileFolder.NoVariables : new Dictionary<string, string> { [StackFileLocator.DemoVariable] = demo });
}
