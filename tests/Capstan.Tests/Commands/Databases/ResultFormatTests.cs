using Capstan.Commands.Databases.Shell;
using Capstan.Commands.Databases.Shell.Results;

namespace Capstan.Tests.Commands.Databases;

public sealed class ResultFormatTests
{
    private static readonly ShellRows Rows = new(
        ["id", "name", "score", "photo"],
        [
            [1L, "anna", 1.5, new byte[] { 1, 0xAB }],
            [22L, "NULL", null, null],
            [long.MaxValue, "日本\n\e[31m", 3.0, Enumerable.Range(0, 40).Select(i => (byte)i).ToArray()],
        ]);

    [Fact]
    public void Plain_Rows_AreAligned() => Assert.Equal(
        """
                         id  name        score  photo
        -------------------  ----------  -----  -----------------------------------------------
                          1  anna          1.5  x'01ab'
                         22  'NULL'       NULL  NULL
        9223372036854775807  日本␊␛[31m    3.0  x'000102030405060708090a0b0c0d0e0f…' (40 bytes)

        """,
        Written(ShellMode.Plain, Rows));

    [Fact]
    public void Table_TooWide_CutsTheWideColumns() => Assert.Equal(
        """
        ╭────────────────┬────────────┬───────┬────────────────╮
        │             id │ name       │ score │ photo          │
        ├────────────────┼────────────┼───────┼────────────────┤
        │              1 │ anna       │   1.5 │ x'01ab'        │
        │             22 │ 'NULL'     │  NULL │ NULL           │
        │ 9223372036854… │ 日本␊␛[31m │   3.0 │ x'00010203040… │
        ╰────────────────┴────────────┴───────┴────────────────╯

        """,
        Written(ShellMode.Table, Rows, width: 56));

    [Fact]
    public void Table_TooManyColumns_PutsThemBelowEachOther() => Assert.Equal(
        """
           id = 1
         name = anna
        score = 1.5
        photo = x'01ab'

           id = 22
         name = 'NULL'
        score = NULL
        photo = NULL

        """,
        Written(ShellMode.Table, Rows with { Rows = [.. Rows.Rows.Take(2)] }, width: 30));

    [Fact]
    public void Line_Text_KeepsItsLines() => Assert.Equal(
        "a = one\n    two␛\n\na = \n", Written(ShellMode.Line, new ShellRows(["a"], [["one\ntwo\e"], [""]])));

    [Fact]
    public void Csv_Values_CanBeReadBack() => Assert.Equal(
        "a,\"b,c\"\n,\"\"\n\"x \"\"y\"\"\",\"1\n2\"\n1.0,x'01ab'\n\" a\",Inf\n",
        Written(ShellMode.Csv, new ShellRows(["a", "b,c"], [[null, ""], ["x \"y\"", "1\n2"], [1.0, new byte[] { 1, 0xAB }], [" a", double.PositiveInfinity]])));

    [Fact]
    public void Json_Values_AreThoseOfTheApi()
    {
        Assert.Equal(
            """{"version":1,"position":42,"changes":0,"lastInsertRowId":null,"columns":["a"],"rows":[[null],[9007199254740993],[1.0],["é\"\n"],[{"base64":"Aas="}],[-9e999]]}""" + "\n",
            Written(ShellMode.Json, new ShellRows(["a"], [[null], [9007199254740993L], [1.0], ["é\"\n"], [new byte[] { 1, 0xAB }], [double.NegativeInfinity]])));
        Assert.Equal(
            """{"version":1,"position":42,"changes":2,"lastInsertRowId":7,"columns":[],"rows":[]}""" + "\n", Written(ShellMode.Json, new ShellRows([], [], 2, 7)));
    }

    [Theory]
    [InlineData("Table")]
    [InlineData("Plain")]
    [InlineData("Line")]
    [InlineData("Csv")]
    public void Write_NoColumns_IsNothing(string mode) => Assert.Equal("", Written(Enum.Parse<ShellMode>(mode), new ShellRows([], [], 2)));

    [Theory]
    [InlineData(new[] { 3, 40, 4 }, 47, new[] { 3, 40, 4 })]
    [InlineData(new[] { 3, 40, 4 }, 40, new[] { 3, 33, 4 })]
    [InlineData(new[] { 50, 50, 5 }, 46, new[] { 21, 20, 5 })]
    [InlineData(new[] { 50, 50, 50 }, 25, new[] { 9, 8, 8 })]
    [InlineData(new[] { 50, 50, 50 }, 23, null)]
    public void Fit_WideColumns_ShareWhatNarrowOnesLeave(int[] wanted, int room, int[]? expected) => Assert.Equal(expected, ColumnFit.Of(wanted, room));

    private static string Written(ShellMode mode, ShellRows rows, int? width = null)
    {
        var output = new StringWriter();
        ResultFormats.Of(mode).Write(rows, output, new SheetPlace(width, Color: false, Headers: true, Position: 42));
        return output.ToString();
    }
}
