using System.Runtime.CompilerServices;
using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed class SampleFileTests
{
    public static TheoryData<string> Samples()
    {
        var root = Root();
        return [.. Directory.EnumerateFiles(Path.Combine(root, "samples"), "capstan*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file))];
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void ReadFile_EverySample_HasNoFaults(string sample)
    {
        var reading = StackFileReader.ReadFile(Path.Combine(Root(), sample), [], StackFileReader.ProcessEnvironment());

        Assert.Equal("", reading.Faults.Count == 0 ? "" : StackFaultText.Render(reading.Faults, Root()));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
