namespace Capstan.Client.Tests.Data;

/// <summary>What connection strings take, and how they say what they do not.</summary>
public sealed class ConnectionStringTests
{
    [Fact]
    public void Options_OfEveryKey_AreRead()
    {
        var options = new CapstanConnectionStringBuilder(
            "url=https://db.example:8443/x;TOKEN=abc;Level=Linear;Deadline=2m;Attempt=500ms;maxstaleness=3s;Enlist=false").ToOptions();
        Assert.Equal(
            new DatabaseClientOptions
            {
                Address = new Uri("https://db.example:8443/x"),
                Token = "abc",
                Level = ReadLevel.Linear,
                Deadline = TimeSpan.FromMinutes(2),
                Attempt = TimeSpan.FromMilliseconds(500),
                MaxStaleness = TimeSpan.FromSeconds(3),
            },
            options);
    }

    [Fact]
    public void Options_OfAnEmptyString_AreTheDefaults()
    {
        var builder = new CapstanConnectionStringBuilder("");
        Assert.Equal(new DatabaseClientOptions { Address = new Uri("http://127.0.0.1:8081") }, builder.ToOptions());
        Assert.True(builder.Enlist);
        Assert.Empty(builder.Keys);
    }

    [Theory]
    [InlineData("Host=x", "'host'", "Url, Token, Token File, Level, Deadline, Attempt, Max Staleness, Enlist")]
    [InlineData("Url=127.0.0.1:8081", "Url", "for example http://127.0.0.1:8081")]
    [InlineData("Level=strong", "'strong'", "any, session or linear")]
    [InlineData("Deadline=30", "Deadline", "for example 500ms, 30s or 2m")]
    [InlineData("Deadline=s", "Deadline", "for example 500ms, 30s or 2m")]
    [InlineData("Attempt=1.5s", "Attempt", "for example 500ms, 30s or 2m")]
    [InlineData("Max Staleness=-1s", "Max Staleness", "for example 500ms, 30s or 2m")]
    [InlineData("Enlist=maybe", "Enlist", "true or false")]
    public void String_WhatIsWrong_IsNamedWithWhatMayStandThere(string text, string name, string help)
    {
        var fault = Assert.Throws<ArgumentException>(() => new CapstanConnection(text));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains(help, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TokenFile_IsRead_AndNotBesideAToken()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, " abc\n");
            Assert.Equal("abc", new CapstanConnectionStringBuilder($"Token File={file}").ToOptions().Token);
            Assert.Throws<ArgumentException>(() => new CapstanConnectionStringBuilder($"TokenFile={file};Token=x").ToOptions());
        }
        finally
        {
            File.Delete(file);
        }

        var fault = Assert.Throws<ArgumentException>(() => new CapstanConnection($"Token File={file}").Open());
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_AndStrings_AreTheSame()
    {
        var builder = new CapstanConnectionStringBuilder { Url = "http://localhost:1", Level = ReadLevel.Any, MaxStaleness = TimeSpan.FromSeconds(1), Deadline = TimeSpan.FromSeconds(9), Enlist = false };
        var same = new CapstanConnectionStringBuilder(builder.ConnectionString);
        Assert.Equal(builder.ToOptions(), same.ToOptions());
        Assert.False(same.Enlist);
        same.MaxStaleness = null;
        Assert.Null(same.MaxStaleness);
        Assert.False(same.ContainsKey("Max Staleness"));
        Assert.Equal("http://localhost:1", same["Data Source"]);
    }

    [Fact]
    public void Source_ToldAToken_DoesNotTellIt()
    {
        using var source = new CapstanDataSource("Url=http://localhost:1;Token=secret");
        Assert.DoesNotContain("secret", source.ConnectionString, StringComparison.Ordinal);
        Assert.Equal("secret", source.Client.Options.Token);
    }
}
