using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles.Sections;

/// <summary>What all parts of one reading share.</summary>
/// <param name="Faults">Takes what is wrong.</param>
/// <param name="Folder">Absolute path that relative paths start from.</param>
/// <param name="Environment">Variables for <c>${NAME}</c>.</param>
internal sealed record ReadContext(FaultList Faults, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    private readonly Dictionary<string, YamlPlace> _places = [];

    /// <summary>Notes where a setting was written.</summary>
    public void Note(string path, YamlPlace place) => _places[path] = place;

    /// <summary>Whether the file or an override sets this.</summary>
    public bool IsWritten(string path) => _places.ContainsKey(path);

    /// <summary>Where a setting was written; for one that was not, where the nearest thing around it was.</summary>
    public YamlPlace PlaceOf(string path)
    {
        while (true)
        {
            if (_places.TryGetValue(path, out var place))
                return place;
            var cut = path.AsSpan().LastIndexOfAny('.', '[');
            if (cut < 0)
                return new YamlPlace(1, 1);
            path = path[..cut];
        }
    }

    /// <summary>A value's text with its environment variables filled in; null when that failed, which then is a fault.</summary>
    public string? Filled(string path, YamlText text)
    {
        var whole = true;
        var filled = Interpolation.Fill(text.Text, Environment, (message, remedy) =>
        {
            whole = false;
            Faults.Add(path, text.Place, message, remedy);
        });
        return whole ? filled : null;
    }
}
