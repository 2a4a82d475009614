namespace Capstan.Bench.Reports;

/// <summary>Several measurements of one thing.</summary>
internal sealed class Figures
{
    private readonly List<double> _values = [];

    public Figures(params IEnumerable<double> values) => _values.AddRange(values);

    public int Count => _values.Count;

    public double Least => _values.Min();

    public double Most => _values.Max();

    public double Last => _values[^1];

    public double Median
    {
        get
        {
            var sorted = _values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>The value that a share of them (0 to 1) does not exceed; not a number when there are none.</summary>
    public double At(double share) => Count == 0 ? double.NaN : _values.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1));

    public void Add(double value) => _values.Add(value);

    /// <summary>The median, with the range when there are several: <c>14.2 (13.9–14.6)</c>.</summary>
    public string Text(string format) => Count == 0 ? "–"
        : Count == 1 ? Median.ToString(format)
        : $"{Median.ToString(format)} ({Least.ToString(format)}–{Most.ToString(format)})";
}
