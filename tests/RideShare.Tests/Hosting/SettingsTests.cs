using Capstan.Client;
using RideShare.Rides;
using RideShare.Service;
using Samples.Shared.Database;
using Samples.Shared.Hosting;
using Samples.Testing;

namespace RideShare.Tests.Hosting;

/// <summary>What the programs read from their environment.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Read_Nothing_GivesTheDefaults()
    {
        ServiceSettings settings = ServiceSettings.Read(Of(), 8000);
        RidesSettings rides = RidesSettings.Read(Of(("CLOCK", "")), settings);
        Assert.Equal("127.0.0.1:8000", settings.Listen.ToString());
        Assert.Equal(new DatabaseSettings(new Uri("http://127.0.0.1:8081/")), settings.Database);
        Assert.Equal(new Uri("http://127.0.0.1:8080/"), rides.Users.Base);
        Assert.Equal("http://127.0.0.1:8000", rides.Users.Origin);
        Assert.Same(TimeProvider.System, rides.Calendar);
    }

    [Fact]
    public void Token_FromVariableOrFile_IsTaken()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "s3cret\n");
            Assert.Equal("s3cret", DatabaseSettings.Read(Of(("DATABASE_TOKEN_FILE", file))).Token);
            Assert.Equal("other", DatabaseSettings.Read(Of(("DATABASE_TOKEN", "other"))).Token);
            AssertRefused("DATABASE_TOKEN and DATABASE_TOKEN_FILE are both set", ("DATABASE_TOKEN_FILE", file), ("DATABASE_TOKEN", "other"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Token_ThatCannotBeUsed_IsRefusedWithoutBeingShown()
    {
        SettingsException fault = AssertRefused("the database's token has a space", ("DATABASE_TOKEN", "two words"));
        Assert.DoesNotContain("two words", fault.Message);
        AssertRefused("DATABASE_TOKEN_FILE is '/nowhere/token', which cannot be read", ("DATABASE_TOKEN_FILE", "/nowhere/token"));
    }

    [Fact]
    public void Reads_OtherThanTheTwoLevels_AreRefused()
    {
        Assert.Equal(ReadLevel.Linear, DatabaseSettings.Read(Of(("DATABASE_READS", "linear"))).Level);
        AssertRefused("DATABASE_READS is 'any'; give session or linear", ("DATABASE_READS", "any"));
    }

    [Theory]
    [InlineData("http://db:8081/v1")]
    [InlineData("ftp://db")]
    [InlineData("db")]
    public void DatabaseUrl_NoBase_IsRefused(string url) => AssertRefused($"DATABASE_URL is '{url}'; give ", ("DATABASE_URL", url));

    [Fact]
    public void Clock_Given_StartsThereAndGoesOn()
    {
        var system = new TestCalendar();
        ServiceSettings settings = ServiceSettings.Read(Of(), 8000) with { Clock = system };
        TimeProvider calendar = RidesSettings.Read(Of(("CLOCK", "31-12-2018:58-59-23")), settings).Calendar;
        Assert.Equal(new DateTimeOffset(2018, 12, 31, 23, 59, 58, TimeSpan.Zero), calendar.GetUtcNow());
        system.Now += TimeSpan.FromSeconds(3);
        Assert.Equal(new DateTimeOffset(2019, 1, 1, 0, 0, 1, TimeSpan.Zero), calendar.GetUtcNow());
    }

    private static SettingsException AssertRefused(string start, params (string, string)[] variables)
    {
        SettingsException fault = Assert.Throws<SettingsException>(() => DatabaseSettings.Read(Of(variables)));
        Assert.StartsWith(start, fault.Message);
        return fault;
    }

    private static Variables Of(params (string Name, string Value)[] variables) =>
        new(name => Array.Find(variables, variable => variable.Name == name).Value);
}
