using Capstan.Database.Api.Classic;
using Capstan.Database.Api.Problems;
using Capstan.Database.Statements;

namespace Capstan.Database.Tests.Api.Classic;

public sealed class WhereTextTests
{
    [Theory]
    [InlineData("a=1", "a Equal 1 bare")]
    [InlineData("  a = 1  ", "a Equal 1 bare")]
    [InlineData("a='1'", "a Equal 1")]
    [InlineData("a=\"it's\"", "a Equal it's")]
    [InlineData("a='it''s'", "a Equal it's")]
    [InlineData("a=''", "a Equal ")]
    [InlineData("a=x y z", "a Equal x y z bare")]
    [InlineData("a=sand", "a Equal sand bare")]
    [InlineData("a='x AND b=2'", "a Equal x AND b=2")]
    [InlineData("a=1 AND b=2", "a Equal 1 bare; b Equal 2 bare")]
    [InlineData("a=1 and b!=2 And c<>3", "a Equal 1 bare; b NotEqual 2 bare; c NotEqual 3 bare")]
    [InlineData("a<1 AND b<=2 AND c>3 AND d>=4", "a Less 1 bare; b LessOrEqual 2 bare; c Greater 3 bare; d GreaterOrEqual 4 bare")]
    [InlineData("a like 'x%'", "a Like x%")]
    [InlineData("a LIKE x%", "a Like x% bare")]
    [InlineData("a='1'  AND  b=2", "a Equal 1; b Equal 2 bare")]
    [InlineData("timestamp=21-08-2021:00-00-00", "timestamp Equal 21-08-2021:00-00-00 bare")]
    [InlineData("a=Ünïcödé 𝄞", "a Equal Ünïcödé 𝄞 bare")]
    public void Parse_gives_the_comparisons(string text, string expected) => Assert.Equal(expected, Shown(WhereText.Parse(text)));

    [Theory]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a=")]
    [InlineData("a==1")]
    [InlineData("a= AND b=1")]
    [InlineData("a=1 AND")]
    [InlineData("a=1 AND ")]
    [InlineData("a=1 AND b")]
    [InlineData("AND a=1")]
    [InlineData("a='1")]
    [InlineData("a='1'x")]
    [InlineData("a='1'AND b=2")]
    [InlineData("a='1' OR b=2")]
    [InlineData("a=1 OR b=2")]
    [InlineData("a=1; DROP TABLE t")]
    [InlineData("a=(SELECT 1)")]
    [InlineData("a=it's")]
    [InlineData("a=1\nAND b=2")]
    [InlineData("1=1")]
    [InlineData("_a=1")]
    [InlineData("a.b=1")]
    [InlineData("\"a\"=1")]
    [InlineData("a glob x")]
    [InlineData("a likex")]
    [InlineData("a!1")]
    [InlineData("a=,")]
    [InlineData("NOT a=1")]
    public void Parse_refuses_everything_else(string text) => Assert.Throws<BadRequestException>(() => WhereText.Parse(text));

    [Fact]
    public void Parse_of_any_text_gives_a_tree_that_the_text_holds_or_refuses_it()
    {
        const string alphabet = "ab1=<>!'\" AND and like;()-/*,\\_%\0\n\tü𝄞.";
        var random = new Random(20_260_101);
        for (var round = 0; round < 200_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 24)).Select(_ => Piece(random, alphabet)));
            try
            {
                foreach (var term in Terms(WhereText.Parse(text)))
                {
                    Assert.Matches("^[A-Za-z][A-Za-z0-9_]*$", term.Column);
                    Assert.Contains(term.Column, text, StringComparison.Ordinal);
                    var value = Assert.Single(term.Values);
                    if (value.IsBare)
                    {
                        Assert.DoesNotContain(value.Value.Text, c => "'\"`;()=<>!,\\".Contains(c));
                        Assert.DoesNotContain(" AND ", value.Value.Text, StringComparison.OrdinalIgnoreCase);
                        Assert.Contains(value.Value.Text, text, StringComparison.Ordinal);
                    }
                }
            }
            catch (BadRequestException)
            {
                // Refused: as good.
            }
        }
    }

    [Fact]
    public void Parse_of_a_quoted_value_gives_it_back_whatever_it_is()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var value = string.Concat(Enumerable.Range(0, random.Next(0, 12)).Select(_ => Piece(random, "a'\" AND=;\\-%")));
            foreach (var quote in "'\"")
            {
                var quoted = quote + value.Replace(quote.ToString(), new string(quote, 2), StringComparison.Ordinal) + quote;
                var terms = Terms(WhereText.Parse($"x={quoted} AND y={quoted}")).ToList();
                Assert.Equal([("x", value), ("y", value)], terms.Select(term => (term.Column, term.Values[0].Value.Text)));
            }
        }
    }

    [Theory]
    [InlineData("1", true, "1")]
    [InlineData("1", false, "Integer 1")]
    [InlineData("-7", false, "Integer -7")]
    [InlineData("1.5", false, "Real 1.5")]
    [InlineData("x", false, "x")]
    [InlineData("9999999999999999999999", false, "Real 1E+22")]
    public void A_bare_value_is_a_number_only_for_a_column_without_a_type(string text, bool hasAffinity, string expected)
    {
        var value = new WhereValue(SqlValue.Of(text), IsBare: true).For(hasAffinity);
        Assert.Equal(expected, value.Kind switch
        {
            SqlValueKind.Integer => $"Integer {value.Integer}",
            SqlValueKind.Real => $"Real {value.Real}",
            _ => value.Text,
        });
        Assert.Equal(SqlValueKind.Text, new WhereValue(SqlValue.Of(text), IsBare: false).For(hasAffinity).Kind);
    }

    private static string Piece(Random random, string alphabet) => random.Next(6) switch
    {
        0 => " AND ",
        1 => "a=",
        2 => "'",
        _ => alphabet[random.Next(alphabet.Length)].ToString(),
    };

    private static IEnumerable<WhereTerm> Terms(IWhereNode node) => node switch
    {
        WhereGroup group => group.Nodes.SelectMany(Terms),
        _ => [(WhereTerm)node],
    };

    private static string Shown(IWhereNode node) => string.Join(
        "; ", Terms(node).Select(term => $"{term.Column} {term.Operator} {term.Values[0].Value.Text}{(term.Values[0].IsBare ? " bare" : "")}"));
}
