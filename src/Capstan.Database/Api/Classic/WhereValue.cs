using System.Globalization;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>A value to compare with.</summary>
/// <param name="Value">The value.</param>
/// <param name="IsBare">Whether it is a text that had no quotes, so that it may as well mean a number.</param>
internal readonly record struct WhereValue(SqlValue Value, bool IsBare)
{
    /// <summary>
    /// What is bound for a column. A declared type converts the text by itself, and keeps <c>007</c> apart from <c>7</c> where the column
    /// holds texts; only a column without one needs the number.
    /// </summary>
    public SqlValue For(bool columnHasAffinity)
    {
        if (!IsBare || columnHasAffinity)
            return Value;
        if (long.TryParse(Value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return SqlValue.Of(integer);
        const NumberStyles real = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(Value.Text, real, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? SqlValue.Of(number) : Value;
    }
}
