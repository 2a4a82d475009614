using Capstan.Commands.Databases.Importing;

namespace Capstan.Tests.Commands.Databases.Importing;

public sealed class CsvImportTests : IDisposable
{
    private readonly ImportFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Fill_TableThatIsThere_GetsTheColumnsOfTheHeaderWithItsTypes()
    {
        var prepared = _files.Csv("born,NAME\n1990,Ann\n,\"\"\n\"\",NULL\n");

        Assert.False(prepared.MayCreate);
        Assert.Equal("CREATE TABLE \"people\" (\"born\" INTEGER, \"name\" TEXT)", _files.Schema());
        Assert.Equal("integer|text null|text text|text", _files.Rows("SELECT typeof(born), typeof(name) FROM people"));
        Assert.Equal("1990|Ann NULL| |NULL", _files.Rows("SELECT born, name FROM people"));
    }

    [Fact]
    public void Fill_WithoutHeader_TakesTheTablesColumnsInTheirOrder()
    {
        _files.Csv("1;Ann;1990;cat\n2;Bob;-;dog\n", format: new CsvFormat(';', HasHeader: false, Null: "-"));
        Assert.Equal("1|Ann|1990|cat 2|Bob|NULL|dog", _files.Rows("SELECT id, name, born, kind FROM people"));
    }

    [Fact]
    public void Fill_NewTable_FindsTheTypesOfAllRows()
    {
        var prepared = _files.Csv("a,b,c,zip\n1,1,x,12345\n2,2.5,3,54321\n,,,\n", "new", mayCreate: true, types: "ZIP=TEXT");

        Assert.True(prepared.MayCreate);
        Assert.Equal("CREATE TABLE \"new\" (\"a\" INTEGER, \"b\" REAL, \"c\" TEXT, \"zip\" TEXT)", _files.Schema());
        Assert.Equal("1|1.0|x|12345 2|2.5|3|54321 NULL|NULL|NULL|NULL", _files.Rows("SELECT * FROM new"));
    }

    [Fact]
    public void Fill_NewTableWithoutHeader_NamesTheColumnsByNumber()
    {
        _files.Csv("1,x\n", "new", new CsvFormat(',', HasHeader: false, Null: null), mayCreate: true);
        Assert.Equal("CREATE TABLE \"new\" (\"c1\" INTEGER, \"c2\" TEXT)", _files.Schema());
    }

    [Fact]
    public void Fill_Faults_AreAllToldWithTheirLines()
    {
        var fault = Assert.Throws<ImportException>(() => _files.Csv("name,born\nAnn\n\n\"B\nob\",1\nC\"id,2\nDan,1,2\n"));
        Assert.Equal(
            ["line 2: it has 1 field where there are 2 columns", "line 6: a quote stands inside a field that does not begin with one; put the field in quotes and double those in it", "line 7: it has 3 fields where there are 2 columns"],
            fault.Details);
    }

    [Fact]
    public void Fill_MoreFaultsThanAnybodyReads_TellsTheFirstTwenty()
    {
        var fault = Assert.Throws<ImportException>(() => _files.Csv("name\n" + string.Concat(Enumerable.Repeat("a,b\n", 25))));
        Assert.Equal(21, fault.Details.Count);
        Assert.Equal("and 5 more", fault.Details[^1]);
        Assert.Contains("it has 25 faults", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,age,size\nA,1,2\n", "people", "The table people has no column age, size; it has: id, name, born, kind.")]
    [InlineData("twice,name\n1,A\n", "people", "The table people has no column twice; it has: id, name, born, kind.")]
    [InlineData("a\n1\n", "cars", "There is no table cars; there are: people, pets. Use --create")]
    [InlineData("", "people", "is empty")]
    [InlineData("name,,born\n", "people", "Column 2 of")]
    [InlineData("name,Name\n", "people", "has the column name twice")]
    public void Fill_HeaderThatDoesNotFit_SaysWhatThereIs(string content, string table, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImportException>(() => _files.Csv(content, table)).Message, StringComparison.Ordinal);

    [Fact]
    public void LineOf_ARow_CountsLinesInsideFieldsAndBlankOnes()
    {
        var prepared = _files.Csv("name,born\n\"A\n\",1\n\nB,2\n");
        Assert.Equal((2L, 5L, null), (prepared.LineOf("people", 1), prepared.LineOf("people", 2), prepared.LineOf("people", 3)));
    }
}
