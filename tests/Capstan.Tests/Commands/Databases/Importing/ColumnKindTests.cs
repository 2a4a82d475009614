using System.Text;
using Capstan.Commands.Databases.Importing;

namespace Capstan.Tests.Commands.Databases.Importing;

public sealed class ColumnKindTests
{
    [Theory]
    [InlineData("TEXT")]
    [InlineData("INTEGER", "0", "7", "-12", "9223372036854775807", "-9223372036854775808")]
    [InlineData("TEXT", "9223372036854775808")]
    [InlineData("REAL", "1", "2.5", "-0.25", "1e3", "1E-7")]
    [InlineData("REAL", "2.5", "1")]
    [InlineData("TEXT", "007")]
    [InlineData("TEXT", "00.5")]
    [InlineData("TEXT", "+7")]
    [InlineData("TEXT", "-")]
    [InlineData("TEXT", "1", "x", "2")]
    [InlineData("TEXT", "1 ")]
    [InlineData("TEXT", "")]
    [InlineData("TEXT", "NaN")]
    [InlineData("TEXT", "Infinity")]
    [InlineData("TEXT", "1e999")]
    [InlineData("TEXT", "0x10")]
    [InlineData("TEXT", "1,5")]
    [InlineData("TEXT", "2026-11-21")]
    public void Name_IsTheTypeThatAllValuesHave(string expected, params string[] values)
    {
        var kind = default(ColumnKind);
        foreach (var value in values)
            kind.See(Encoding.UTF8.GetBytes(value));
        Assert.Equal(expected, kind.Name);
    }
}
