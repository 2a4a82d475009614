using System.Globalization;

namespace Capstan.StackFiles.Forms;

/// <summary>Numbers, switches and words of a fixed choice.</summary>
internal static class Numbers
{
    /// <summary>A whole number within bounds, both included; underscores and separators are not taken.</summary>
    public static Form<int> Whole(int least, int most) => text =>
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            return new Misshape($"'{text}' is not a whole number", $"write a whole number from {least} to {most}");
        return value >= least && value <= most ? (int)value : new Misshape($"{text} is outside {least} to {most}");
    };

    /// <summary>A number within bounds, both included.</summary>
    public static Form<double> Real(double least, double most) => text =>
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return new Misshape($"'{text}' is not a number", $"write a number from {Text(least)} to {Text(most)}");
        return value >= least && value <= most ? value : new Misshape($"{text} is outside {Text(least)} to {Text(most)}");
    };

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static Formed<bool> Switch(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => new Misshape($"'{text}' is neither true nor false"),
    };

    /// <summary>One of some words.</summary>
    public static Form<T> Choice<T>(params (string Word, T Value)[] words) => text =>
    {
        foreach (var (word, value) in words)
        {
            if (text == word)
                return value;
        }

        var names = Array.ConvertAll(words, word => word.Word);
        return NearestWord.Of(text, names) is { } near
            ? new Misshape($"'{text}' is not known; did you mean '{near}'?")
            : new Misshape($"'{text}' is not known; use {string.Join(" or ", names)}");
    };

    private static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
