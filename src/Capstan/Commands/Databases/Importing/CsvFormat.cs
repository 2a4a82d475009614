using System.Text;

namespace Capstan.Commands.Databases.Importing;

/// <summary>How a file of comma-separated values is to be read.</summary>
/// <param name="Delimiter">Stands between fields.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="Null">
/// What stands for NULL when it is not in quotes; null: a field with nothing in it, not even quotes.
/// </param>
internal sealed record CsvFormat(char Delimiter, bool HasHeader, string? Null)
{
    private readonly byte[] _null = Encoding.UTF8.GetBytes(Null ?? "");

    /// <summary>Begins to read.</summary>
    public CsvReader Open(Stream source) => new(source, (byte)Delimiter);

    /// <summary>Whether a field is NULL.</summary>
    public bool IsNull(CsvReader record, int field) => !record.IsQuoted(field) && record[field].SequenceEqual(_null);
}
