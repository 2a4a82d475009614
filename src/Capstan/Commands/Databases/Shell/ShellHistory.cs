using Capstan.Terminals;

namespace Capstan.Commands.Databases.Shell;

/// <summary>What was typed, in this shell and, where it may be kept, on disk.</summary>
/// <param name="path">The file; null keeps nothing.</param>
/// <param name="screen">Where it is told when it cannot be kept.</param>
internal sealed class ShellHistory(string? path, ShellScreen screen)
{
    private HistoryFile? _file = path is null ? null : new HistoryFile(path);

    /// <summary>The entries.</summary>
    public History Entries { get; } = new();

    /// <summary>Loads what was kept.</summary>
    public void Load() => Try(file => file.Load(Entries));

    /// <summary>Adds an entry.</summary>
    public void Add(string text)
    {
        if (Entries.Add(text.TrimEnd()) && HistoryRule.MayKeep(text))
            Try(file => file.Append(text.TrimEnd()));
    }

    // A shell without a history on disk is a shell still; once is often enough to say so.
    private void Try(Action<HistoryFile> action)
    {
        if (_file is not { } file)
            return;
        try
        {
            action(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _file = null;
            screen.Note($"What is typed is not kept: {fault.Message}");
        }
    }
}
