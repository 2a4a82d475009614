using Capstan.Core.Stacks;

namespace Capstan.Core.Scaling;

/// <summary>How many replicas a number of requests in one window asks for.</summary>
public static class ScaleRule
{
    /// <summary>The wanted number of replicas, between the rule's min and max.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">Requests of one window, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static int Wanted(ScaleSpec rule, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var whole = count / rule.Requests;
        var further = rule.Edge == ScaleEdge.Next || count % rule.Requests != 0 ? 1 : 0;

        // Max first: where the two contradict each other, the lower bound keeps the service alive.
        return Math.Max(rule.Min, (int)Math.Min(rule.Max, Math.Min(rule.Max, whole) + further));
    }

    /// <summary>The calculation behind <see cref="Wanted"/> in words, for example <c>floor(45/20)+1, 1 to 10</c>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">Requests of the window.</param>
    public static string Formula(ScaleSpec rule, long count)
    {
        var step = rule.Edge == ScaleEdge.Next ? $"floor({count}/{rule.Requests})+1" : $"ceil({count}/{rule.Requests})";
        return $"{step}, {rule.Min} to {rule.Max}";
    }

    /// <summary>
    /// How many more requests in this window would ask for one replica more than it asks for now; null when it asks for the most
    /// already.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">Requests of the window so far, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static long? MoreForNext(ScaleSpec rule, long count)
    {
        var wanted = Wanted(rule, count);
        if (wanted >= rule.Max)
            return null;
        var first = ((long)wanted * rule.Requests) + (rule.Edge == ScaleEdge.Next ? 0 : 1);
        return first - count;
    }
}
