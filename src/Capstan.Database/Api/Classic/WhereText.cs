using System.Text;
using System.Text.RegularExpressions;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>
/// Conditions as text: <c>column operator literal</c>, one or several joined by <c>AND</c>. Nothing of the text gets into a statement: it
/// becomes the same tree as the JSON form, and values are bound. A literal is in single or double quotes, doubled inside, or bare: then it
/// ends at the next <c> AND </c> and has none of the characters that stand for more than themselves in SQL.
/// </summary>
internal static partial class WhereText
{
    private const string Join = " AND ";

    // What could make a bare literal look like more than a literal, so that a text which was built by pasting is refused where it shows.
    private const string NotBare = "'\"`;()=<>!,\\";

    private static readonly string[] Signs = ["<=", ">=", "!=", "<>", "=", "<", ">"];

    /// <summary>The tree of a text.</summary>
    /// <exception cref="BadRequestException">It is no such text.</exception>
    public static IWhereNode Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var terms = new List<IWhereNode>();
        while (true)
        {
            terms.Add(Term(ref rest, terms.Count + 1));
            if (rest.IsEmpty)
                return terms.Count == 1 ? terms[0] : new WhereGroup(IsAnd: true, terms);
            if (terms.Count == ApiLimits.WhereTerms)
                throw new BadRequestException($"'where' has more than {ApiLimits.WhereTerms} comparisons.");
        }
    }

    private static WhereTerm Term(ref ReadOnlySpan<char> rest, int number)
    {
        var column = ColumnName().EnumerateMatches(rest);
        if (!column.MoveNext())
            throw Wrong(number, "it does not begin with a column's name");
        var name = rest[..column.Current.Length].ToString();
        rest = rest[name.Length..].TrimStart(' ');
        var comparison = Operator(ref rest, number);
        rest = rest.TrimStart(' ');
        var value = rest.Length > 0 && rest[0] is '\'' or '"' ? Quoted(ref rest, number) : Bare(ref rest, number);
        return new WhereTerm(name, comparison, [value]);
    }

    private static WhereOperator Operator(ref ReadOnlySpan<char> rest, int number)
    {
        foreach (var sign in Signs)
        {
            if (!rest.StartsWith(sign, StringComparison.Ordinal))
                continue;
            rest = rest[sign.Length..];
            return sign == "<>" ? WhereOperator.NotEqual : WhereOperators.Find(sign)!.Value;
        }

        const string like = "like ";
        if (!rest.StartsWith(like, StringComparison.OrdinalIgnoreCase))
            throw Wrong(number, "the column is not followed by one of = != < <= > >= like");
        rest = rest[like.Length..];
        return WhereOperator.Like;
    }

    private static WhereValue Quoted(ref ReadOnlySpan<char> rest, int number)
    {
        var quote = rest[0];
        var text = new StringBuilder();
        var at = 1;
        while (at < rest.Length)
        {
            var c = rest[at++];
            if (c != quote)
            {
                text.Append(c);
                continue;
            }

            if (at < rest.Length && rest[at] == quote)
            {
                text.Append(quote);
                at++;
                continue;
            }

            rest = AfterJoin(rest[at..], number);
            return new WhereValue(SqlValue.Of(text.ToString()), IsBare: false);
        }

        throw Wrong(number, "its quotes are not closed");
    }

    private static WhereValue Bare(ref ReadOnlySpan<char> rest, int number)
    {
        var end = rest.IndexOf(Join, StringComparison.OrdinalIgnoreCase);
        var text = (end < 0 ? rest : rest[..end]).TrimEnd(' ');
        if (text.IsEmpty)
            throw Wrong(number, "it has no value");
        if (text.EndsWith(Join.AsSpan().TrimEnd(), StringComparison.OrdinalIgnoreCase))
            throw Wrong(number + 1, "there is none behind AND");
        foreach (var c in text)
        {
            if (NotBare.Contains(c) || char.IsControl(c))
                throw Wrong(number, "its value has a character that needs quotes around the value");
        }

        rest = AfterJoin(end < 0 ? [] : rest[end..], number);
        return new WhereValue(SqlValue.Of(text.ToString()), IsBare: true);
    }

    // Behind a literal there is nothing, or AND and another comparison.
    private static ReadOnlySpan<char> AfterJoin(ReadOnlySpan<char> rest, int number)
    {
        if (rest.IsWhiteSpace())
            return [];
        if (!rest.TrimStart(' ').StartsWith(Join.AsSpan(1), StringComparison.OrdinalIgnoreCase) || rest[0] != ' ')
            throw Wrong(number, "its value is followed by something else than AND and another comparison");
        rest = rest.TrimStart(' ')[(Join.Length - 1)..].TrimStart(' ');
        return rest.IsEmpty ? throw Wrong(number + 1, "there is none behind AND") : rest;
    }

    private static BadRequestException Wrong(int number, string what) => new(
        $"'where', comparison {number}: {JsonFields.Shown(what)}. A text here is 'column operator literal', several joined by AND.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnName();
}
