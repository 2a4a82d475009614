using System.Text;

namespace Capstan.StackFiles;

/// <summary>Faults as a terminal shows them.</summary>
public static class StackFaultText
{
    /// <summary>
    /// One line per fault, <c>file:line:column: path: message</c>, an indented line with the remedy where the message does not hold
    /// it, and a closing line with the count.
    /// </summary>
    /// <param name="faults">At least one fault.</param>
    /// <param name="currentFolder">Files below this folder are shown relative to it.</param>
    /// <param name="consequence">What the closing line says came of it.</param>
    public static string Render(IReadOnlyList<StackFault> faults, string currentFolder, string consequence = "nothing was started")
    {
        var text = new StringBuilder();
        foreach (var fault in faults)
        {
            text.Append(Shown(fault.File, currentFolder));
            if (fault.Line > 0)
                text.Append(':').Append(fault.Line).Append(':').Append(fault.Column);
            text.Append(": ");
            if (fault.Path.Length > 0)
                text.Append(fault.Path).Append(": ");
            text.Append(fault.Message).Append('\n');
            if (fault.Remedy is not null)
                text.Append("    ").Append(fault.Remedy).Append('\n');
        }

        var count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        return text.Append(count).Append("; ").Append(consequence).Append(".\n").ToString();
    }

    private static string Shown(string file, string currentFolder)
    {
        if (!Path.IsPathRooted(file))
            return file;
        var relative = Path.GetRelativePath(currentFolder, file);
        return relative.StartsWith("..") ? file : relative;
    }
}
