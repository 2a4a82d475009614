using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

/// <summary>A folder of its own for stack files, removed at the end.</summary>
internal sealed class StackFileFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("capstan-stackfile-").FullName;

    public static IReadOnlyDictionary<string, string> NoVariables { get; } = new Dictionary<string, string>();

    public string Add(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public StackReading Read(string text, params string[] overrides) =>
        StackFileReader.Read(text, System.IO.Path.Combine(Path, "capstan.yaml"), Path, overrides, NoVariables);

    public StackReading Read(string text, IReadOnlyDictionary<string, string> environment) =>
        StackFileReader.Read(text, System.IO.Path.Combine(Path, "capstan.yaml"), Path, [], environment);

    /// <summary>The faults as a terminal shows them; empty when there are none.</summary>
    public string Transcript(string text, params string[] overrides)
    {
        var reading = Read(text, overrides);
        return reading.Faults.Count == 0 ? "" : StackFaultText.Render(reading.Faults, Path);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
