using Capstan.StackFiles.Yaml;

namespace Capstan.StackFiles;

/// <summary>Gathers faults while a file is read, so that all are told at once.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<StackFault> _faults = [];
    private readonly HashSet<string> _doubtful = [];

    /// <summary>The faults in the order of the file, those of overrides last.</summary>
    public IReadOnlyList<StackFault> Sorted =>
        [.. _faults.OrderBy(fault => fault.Line == 0 && fault.File != file).ThenBy(fault => fault.Line).ThenBy(fault => fault.Column)];

    /// <summary>Whether nothing was found wrong.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Adds a fault, once: a value that several services share by an alias is told about once.</summary>
    public void Add(string path, YamlPlace place, string message, string? remedy)
    {
        _doubtful.Add(path);
        var fault = place.Override is { } text
            ? new StackFault("--set " + text, 0, 0, path, message, remedy)
            : new StackFault(file, place.Line, place.Column, path, message, remedy);
        if (!_faults.Exists(known => known with { Path = path } == fault))
            _faults.Add(fault);
    }

    /// <summary>Marks a setting whose value is not to be relied on, because a misspelt key probably meant it.</summary>
    public void Doubt(string path) => _doubtful.Add(path);

    /// <summary>
    /// Whether the setting, a part of it or the whole around it was found wrong, so that a rule about it would report the same
    /// mistake twice.
    /// </summary>
    public bool Doubts(string path) => _doubtful.Any(known => Within(known, path) || Within(path, known));

    private static bool Within(string inner, string outer) =>
        outer.Length > 0 && inner.StartsWith(outer) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');
}
