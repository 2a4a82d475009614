using System.Globalization;
using System.Text.RegularExpressions;

namespace Capstan.History.Tests;

/// <summary>
/// Histories in a line: <c>w1@0-9</c> writes 1 from time 0 to 9, <c>r1@…</c> reads it, <c>s1&gt;2@…</c> swaps 1 for 2. In front of it
/// <c>y.</c> names another register than x, <c>3:</c> another client than the next new one. Behind the value <c>?</c> means an unknown
/// outcome, <c>!</c> a mismatch, <c>-</c> a refusal; <c>=id</c> names the request; <c>#7</c> the position, <c>&lt;7</c> the token; <c>~</c>
/// makes a read one of a session.
/// </summary>
internal static partial class Told
{
    public static IReadOnlyList<RecordedCall> History(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static RecordedCall One(string text, int index)
    {
        var match = Form().Match(text);
        Assert.True(match.Success, $"'{text}' is no call");
        var isSwap = match.Groups["kind"].Value == "s";
        var kind = isSwap ? CallKind.Swap : match.Groups["kind"].Value == "r" ? CallKind.Read : CallKind.Write;
        var id = match.Groups["id"].Success ? match.Groups["id"].Value : $"q{index}";
        return new RecordedCall
        {
            Client = (int)Number("client", 100 + index),
            Kind = kind,
            Key = match.Groups["key"].Success ? match.Groups["key"].Value : "x",
            Value = isSwap ? Number("to") : Number("value"),
            Expected = isSwap ? Number("value") : 0,
            Request = kind == CallKind.Read ? "" : id,
            Start = Number("start"),
            End = Number("end"),
            Outcome = match.Groups["mark"].Value switch { "?" => Outcome.Unknown, "!" => Outcome.Mismatch, "-" => Outcome.Refused, _ => Outcome.Ok },
            Lsn = Number("lsn"),
            Token = Number("token"),
            Level = match.Groups["session"].Success ? ReadLevel.Session : ReadLevel.Linear,
        };

        long Number(string group, long otherwise = 0) =>
            match.Groups[group].Success ? long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : otherwise;
    }

    [GeneratedRegex(@"^((?<client>\d+):)?((?<key>[a-z]+)\.)?(?<kind>[wrs])(?<value>\d+)(>(?<to>\d+))?(?<mark>[?!-])?(?<session>~)?(=(?<id>\w+))?(#(?<lsn>\d+))?(<(?<token>\d+))?@(?<start>\d+)-(?<end>\d+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
