namespace Capstan.Terminals;

/// <summary>What can stand at the cursor in place of what is there.</summary>
/// <param name="Start">Where the part begins that a candidate replaces; it ends at the cursor.</param>
/// <param name="Candidates">The possible texts, in the order in which they are shown; none when nothing fits.</param>
internal sealed record Completion(int Start, IReadOnlyList<string> Candidates)
{
    /// <summary>Nothing fits.</summary>
    public static Completion None { get; } = new(0, []);

    /// <summary>What all candidates begin with, whatever the case of letters; that of the first candidate is taken.</summary>
    public string CommonPrefix
    {
        get
        {
            var first = Candidates[0];
            var length = Candidates.Min(other =>
            {
                var same = 0;
                while (same < first.Length && same < other.Length && char.ToUpperInvariant(first[same]) == char.ToUpperInvariant(other[same]))
                    same++;
                return same;
            });
            return first[..length];
        }
    }
}
