namespace Capstan.Terminals;

/// <summary>What an editor shows: rows of the terminal, and where its cursor stands in them.</summary>
/// <param name="Rows">The rows from top to bottom, each at most as wide as the terminal; they may hold colours.</param>
/// <param name="CursorRow">Row of the cursor, 0 the first.</param>
/// <param name="CursorColumn">Column of the cursor, 0 the first.</param>
internal sealed record EditorFrame(IReadOnlyList<string> Rows, int CursorRow, int CursorColumn)
{
    /// <summary>The rows around the cursor that fit a height.</summary>
    public EditorFrame Fit(int height)
    {
        if (Rows.Count <= height)
            return this;
        var top = Math.Clamp(CursorRow - height + 1, 0, Rows.Count - height);
        return new EditorFrame([.. Rows.Skip(top).Take(height)], CursorRow - top, CursorColumn);
    }
}
