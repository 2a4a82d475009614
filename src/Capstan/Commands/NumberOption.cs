using System.CommandLine;
using System.Globalization;

namespace Capstan.Commands;

/// <summary>Options that take a whole number.</summary>
internal static class NumberOption
{
    /// <summary>An option that takes a number of a range, and says so when it is given anything else.</summary>
    public static Option<int> Create(string name, string[] aliases, string description, string helpName, int first, int last, int usual) => new(name, aliases)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= first && number <= last)
                return number;
            var range = last == int.MaxValue ? $"{first} or more" : $"from {first} to {last}";
            result.AddError($"{name} must be a whole number, {range}, and not '{result.Tokens[0].Value}'.");
            return usual;
        },
    };

    /// <summary>The option <c>--timeout</c>, in seconds.</summary>
    public static Option<int> Timeout(string description) => Create("--timeout", [], description, "SECONDS", 1, 86_400, 60);
}
