namespace SelfieLess.Store.Acts;

/// <summary>Which acts a listing shows; the same for every store.</summary>
public static class ListingRule
{
    /// <summary>Most acts of one answer.</summary>
    public const int MostActs = 100;

    /// <summary>
    /// Judges a listing of a category that has <paramref name="total"/> acts: emptiness before bounds before width, so a range that
    /// is both too wide and out of bounds is out of bounds.
    /// </summary>
    public static ListingOutcome Judge(long total, ActRange? range)
    {
        if (total == 0)
        {
            return ListingOutcome.EmptyCategory;
        }

        ActRange wanted = range ?? new ActRange(1, total);
        if (wanted.First < 1 || wanted.First > wanted.Last || wanted.Last > total)
        {
            return ListingOutcome.OutOfBounds;
        }

        return wanted.Last - wanted.First + 1 > MostActs ? ListingOutcome.TooMany : ListingOutcome.Found;
    }
}
