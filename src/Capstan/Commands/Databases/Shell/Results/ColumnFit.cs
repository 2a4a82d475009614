namespace Capstan.Commands.Databases.Shell.Results;

/// <summary>Fits columns into a width: narrow ones stay whole, wide ones share what is left evenly.</summary>
internal static class ColumnFit
{
    /// <summary>Below this a cut column tells nothing.</summary>
    public const int Least = 8;

    /// <summary>The widths to use; null when the columns cannot be fitted without cutting one below <see cref="Least"/>.</summary>
    /// <param name="wanted">What each column needs.</param>
    /// <param name="room">What there is for all of them, the lines between not counted.</param>
    public static IReadOnlyList<int>? Of(IReadOnlyList<int> wanted, int room)
    {
        if (wanted.Sum() <= room)
            return wanted;
        // The cap that wide columns get is found from the narrowest on: whoever needs less than an even share leaves the rest to the others.
        var left = room;
        var columns = wanted.Count;
        foreach (var width in wanted.Order())
        {
            if (width > left / columns)
                break;
            left -= width;
            columns--;
        }

        var cap = left / columns;
        if (cap < Least)
            return null;
        var spare = left - cap * columns;
        return [.. wanted.Select(width => width <= cap ? width : spare-- > 0 ? cap + 1 : cap)];
    }
}
