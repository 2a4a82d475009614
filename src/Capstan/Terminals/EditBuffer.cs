using System.Globalization;

namespace Capstan.Terminals;

/// <summary>Text of one or more lines with a cursor that stands between what people see as characters.</summary>
internal sealed class EditBuffer
{
    /// <summary>The text; lines end with <c>\n</c>.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Place of the cursor in it.</summary>
    public int Cursor { get; private set; }

    /// <summary>Puts another text in place, the cursor at its end.</summary>
    public void Set(string text) => Set(text, text.Length);

    /// <summary>Puts another text in place, and the cursor.</summary>
    public void Set(string text, int cursor) => (Text, Cursor) = (text, cursor);

    /// <summary>Inserts before the cursor.</summary>
    public void Insert(string text) => Replace(Cursor, Cursor, text);

    /// <summary>Puts a text in the place of a part; the cursor goes behind it.</summary>
    public void Replace(int from, int to, string text) => Set(string.Concat(Text.AsSpan(0, from), text, Text.AsSpan(to)), from + text.Length);

    /// <summary>Takes out what lies between the cursor and a place.</summary>
    /// <returns>What was taken.</returns>
    public string Cut(int to)
    {
        var (from, end) = (Math.Min(Cursor, to), Math.Max(Cursor, to));
        var taken = Text[from..end];
        Replace(from, end, "");
        return taken;
    }

    /// <summary>Moves the cursor.</summary>
    /// <returns>Whether it has moved.</returns>
    public bool MoveTo(int place)
    {
        var before = Cursor;
        Cursor = place;
        return place != before;
    }

    /// <summary>Moves the cursor to the line above or below, at the same column as near as can be.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveLine(int lines)
    {
        var start = LineStart;
        var other = lines > 0
            ? LineEnd == Text.Length ? -1 : LineEnd + 1
            : start == 0 ? -1 : StartOf(start - 1);
        if (other < 0)
            return false;
        var column = TextWidth.Of(Text.AsSpan(start, Cursor - start));
        Cursor = other;
        while (Cursor < EndOf(other) && TextWidth.Of(Text.AsSpan(other, Next - other)) <= column)
            Cursor = Next;
        return true;
    }

    /// <summary>One character to the right of the cursor.</summary>
    public int Next => Cursor == Text.Length ? Cursor : Cursor + StringInfo.GetNextTextElementLength(Text.AsSpan(Cursor));

    /// <summary>One character to its left.</summary>
    public int Previous
    {
        get
        {
            var place = StartOf(Cursor) is var start && start == Cursor ? Math.Max(0, Cursor - 1) : start;
            for (var next = place; next < Cursor; next += StringInfo.GetNextTextElementLength(Text.AsSpan(next)))
                place = next;
            return place;
        }
    }

    /// <summary>The beginning of the word at or before the cursor.</summary>
    public int WordStart
    {
        get
        {
            var place = Cursor;
            while (place > 0 && !IsOfWord(Text[place - 1]))
                place--;
            while (place > 0 && IsOfWord(Text[place - 1]))
                place--;
            return place;
        }
    }

    /// <summary>The end of the word at or after the cursor.</summary>
    public int WordEnd
    {
        get
        {
            var place = Cursor;
            while (place < Text.Length && !IsOfWord(Text[place]))
                place++;
            while (place < Text.Length && IsOfWord(Text[place]))
                place++;
            return place;
        }
    }

    /// <summary>The beginning of what stands before the cursor up to a space.</summary>
    public int BlankStart
    {
        get
        {
            var place = Cursor;
            while (place > 0 && char.IsWhiteSpace(Text[place - 1]))
                place--;
            while (place > 0 && !char.IsWhiteSpace(Text[place - 1]))
                place--;
            return place;
        }
    }

    /// <summary>The beginning of the cursor's line.</summary>
    public int LineStart => StartOf(Cursor);

    /// <summary>The end of the cursor's line.</summary>
    public int LineEnd => EndOf(Cursor);

    // Marks belong to the letter that they stand on, and characters beyond 16 bits are two.
    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_' || char.IsSurrogate(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private int StartOf(int place) => place == 0 ? 0 : Text.LastIndexOf('\n', place - 1) + 1;

    private int EndOf(int place) => Text.IndexOf('\n', place) is var end and >= 0 ? end : Text.Length;
}
