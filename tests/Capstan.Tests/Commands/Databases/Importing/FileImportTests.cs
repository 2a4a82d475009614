using Capstan.Commands.Databases.Importing;
using Capstan.Sqlite;

namespace Capstan.Tests.Commands.Databases.Importing;

public sealed class FileImportTests : IDisposable
{
    private readonly ImportFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Fill_AnotherDatabase_IsCopied()
    {
        Assert.False(_files.Database("CREATE TABLE people (name); INSERT INTO people VALUES ('Ann')").MayCreate);
        Assert.Equal("Ann", _files.Rows("SELECT name FROM people"));
    }

    [Fact]
    public void Fill_OneTable_LeavesTheOthersOut()
    {
        _files.Database("CREATE TABLE pets (name); CREATE TABLE other (a); CREATE VIEW v AS SELECT * FROM other; CREATE INDEX i ON other (a)", "PETS");
        Assert.Equal("CREATE TABLE pets (name)", _files.Schema());
    }

    [Theory]
    [InlineData("CREATE TABLE cars (a); CREATE TABLE pets (a)", null, "The database has no table cars; it has: people, pets. Use --create")]
    [InlineData("CREATE TABLE cars (a)", "boats", "has no table boats; it has: cars.")]
    [InlineData("CREATE VIEW v AS SELECT 1", null, "has no table.")]
    public void Fill_WhatIsMissing_IsNamed(string script, string? table, string expected) =>
        Assert.Contains(expected, Assert.Throws<ImportException>(() => _files.Database(script, table)).Message, StringComparison.Ordinal);

    [Fact]
    public void Fill_MayCreate_TakesTablesThatAreMissing() => Assert.True(_files.Database("CREATE TABLE cars (a)", mayCreate: true).MayCreate);

    [Fact]
    public void Fill_NoDatabase_SaysSo()
    {
        var file = _files.Write("text.db", new string('x', 5000));
        var fault = Assert.Throws<SqliteException>(() => _files.Fill(scratch => new FileImport(file, null, true).Fill(scratch, _files.Target, new Progress<long>(), CancellationToken.None)));
        Assert.Equal(SqliteCode.NotADatabase, fault.Code);
    }
}
