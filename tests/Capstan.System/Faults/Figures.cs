using System.Globalization;
using System.Text;
using System.Text.Json;
using Capstan.History.Checking;
using Capstan.SystemTests.Harness;

namespace Capstan.SystemTests.Faults;

/// <summary>Figures of a fault case: shown with the test, and after full rounds kept in <c>artifacts/faults</c> as JSON and Markdown.</summary>
internal sealed class Figures(string name, Runtime? runtime = null)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private readonly Dictionary<string, double> _values = [];

    public void Add(string what, double value) => _values[what] = Math.Round(value, 3);

    /// <summary>Adds the median, the worst and the number of times.</summary>
    public void AddTimes(string what, IEnumerable<TimeSpan> times)
    {
        var seconds = times.Select(time => time.TotalSeconds).Order().ToList();
        Add($"{what}, rounds", seconds.Count);
        Add($"{what}, median (s)", seconds[seconds.Count / 2]);
        Add($"{what}, worst (s)", seconds[^1]);
    }

    /// <summary>Adds what became of the writes to a database.</summary>
    public void Add(Counters counters)
    {
        Add("writes acknowledged", counters.Acknowledged);
        Add("writes lost", counters.Lost);
        Add("writes duplicated", counters.Duplicated);
        Add("writes recovered", counters.Recovered);
        Add("writes unexpected", counters.Unexpected);
    }

    public void Keep()
    {
        var title = runtime is null ? name : $"{name}, {runtime.ToString()!.ToLowerInvariant()}";
        // The default plane's figures stay beside those of the other.
        if (GatewayPlane.Asked == "general")
            title += ", general plane";
        foreach (var (what, value) in _values)
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {what}: {value}"));
        if (!Rounds.AreFull)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "faults")).FullName;
        var file = Path.Combine(folder, title.Replace(", ", "-").Replace(' ', '-').ToLowerInvariant());
        File.WriteAllText(file + ".json", JsonSerializer.Serialize(new { Name = title, At = DateTimeOffset.UtcNow, Figures = _values }, Indented));
        var table = new StringBuilder().AppendLine($"### {title}").AppendLine().AppendLine("| figure | value |").AppendLine("|---|---|");
        foreach (var (what, value) in _values)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {value} |");
        File.WriteAllText(file + ".md", table.ToString());
    }
}
