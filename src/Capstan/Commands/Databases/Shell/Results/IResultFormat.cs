namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>A way to write results.</summary>
internal interface IResultFormat
{
    /// <summary>Writes the result of one statement; nothing for one that returns no rows, unless the format tells of changes too.</summary>
    void Write(ShellRows result, TextWriter output, SheetPlace place);
}
