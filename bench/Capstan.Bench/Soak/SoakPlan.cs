using System.Globalization;

namespace Capstan.Bench.Soak;

/// <summary>What the command line of a soak asks for.</summary>
/// <param name="Length">How long clients come and go.</param>
/// <param name="Plane">What serves the gateway's plain listener: <c>fast</c> or <c>general</c>.</param>
/// <param name="Program">The controller's program; the launcher of the repository by default.</param>
internal sealed record SoakPlan(TimeSpan Length, string Plane, string Program)
{
    public const string Usage = "usage: bench/soak [--minutes N] [--plane fast|general] [--program PATH]";

    /// <summary>How the program is started.</summary>
    public string[] Command => Program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Program] : [Program];

    /// <summary>Reads it; null when it says something else.</summary>
    public static SoakPlan? Read(IReadOnlyList<string> words)
    {
        var plan = new SoakPlan(TimeSpan.FromMinutes(1), "fast", Repository.At("capstan"));
        for (var i = 0; i < words.Count; i += 2)
        {
            var value = i + 1 < words.Count ? words[i + 1] : "";
            SoakPlan? next = words[i] switch
            {
                "--minutes" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 =>
                    plan with { Length = TimeSpan.FromMinutes(minutes) },
                "--plane" when value is "fast" or "general" => plan with { Plane = value },
                "--program" when File.Exists(value) => plan with { Program = Path.GetFullPath(value) },
                _ => null,
            };
            if (next is null)
                return null;
            plan = next;
        }

        return plan;
    }
}
