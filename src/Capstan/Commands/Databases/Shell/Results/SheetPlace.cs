namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>Where a result is written to.</summary>
/// <param name="Width">Columns of the terminal; null where there is none and nothing is cut.</param>
/// <param name="Color">Whether colours may be used.</param>
/// <param name="Headers">Whether names of columns are wanted.</param>
/// <param name="Position">The log position of the answer.</param>
internal sealed record SheetPlace(int? Width, bool Color, bool Headers, long Position)
{
    /// <summary>Whether it is a terminal, which control characters must not reach.</summary>
    public bool IsTerminal => Width is not null;
}
