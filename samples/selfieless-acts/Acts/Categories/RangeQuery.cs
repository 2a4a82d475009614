using Microsoft.Extensions.Primitives;
using SelfieLess.Store.Acts;

namespace SelfieLess.Acts.Categories;

/// <summary>The query <c>start=s&amp;end=e</c>: both or none, whole numbers of any length.</summary>
internal static class RangeQuery
{
    /// <summary>False when the query is no range; null in <paramref name="range"/> when none is asked for.</summary>
    public static bool TryRead(IQueryCollection query, out ActRange? range)
    {
        range = null;
        bool hasStart = query.TryGetValue("start", out StringValues start);
        bool hasEnd = query.TryGetValue("end", out StringValues end);
        if (!hasStart && !hasEnd)
        {
            return true;
        }

        if (Number(start) is { } first && Number(end) is { } last)
        {
            range = new ActRange(first, last);
            return true;
        }

        return false;
    }

    /// <summary>Numbers too large for any category end as the largest one, negative ones as 0: out of bounds all the same.</summary>
    private static long? Number(StringValues values)
    {
        if (values is not [{ } text])
        {
            return null;
        }

        bool isNegative = text.StartsWith('-');
        if (ActId.Parse(isNegative ? text[1..] : text) is not { } number)
        {
            return null;
        }

        return isNegative ? 0 : long.TryParse(number.Digits, out long value) ? value : long.MaxValue;
    }
}
