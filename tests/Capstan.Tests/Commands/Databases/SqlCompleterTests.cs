using Capstan.Commands.Databases.Shell.Completing;

namespace Capstan.Tests.Commands.Databases;

public sealed class SqlCompleterTests
{
    private static readonly SchemaView Schema = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
    {
        ["users"] = ["id", "username", "Order"],
        ["rides"] = ["ride_id", "user_id"],
        ["my table"] = ["a b"],
    });

    [Theory]
    [InlineData("SELECT * FROM |", "\"my table\", rides, users")]
    [InlineData("SELECT * FROM us|", "users")]
    [InlineData("SELECT * FROM users, r|", "rides")]
    [InlineData("INSERT INTO ri|", "rides")]
    [InlineData("update U|", "users")]
    [InlineData("SELECT users.|", "id, username, \"Order\"")]
    [InlineData("SELECT u.us| FROM users AS u", "username")]
    [InlineData("SELECT r.| FROM rides r WHERE 1", "ride_id, user_id")]
    [InlineData("SELECT * FROM users WHERE |", "id, \"Order\", username")]
    [InlineData("SELECT | FROM rides", "ride_id, user_id")]
    [InlineData("SELECT * FROM users WHERE usern|", "username")]
    [InlineData("SELECT * FROM rides; SELECT * FROM users WHERE u| ", "username, users, union, unique, update, using, unixepoch, upper")]
    [InlineData("SEL|", "SELECT")]
    [InlineData("sel|", "select")]
    [InlineData("SELECT cou|", "count")]
    [InlineData("SELECT 'us|", "")]
    [InlineData("SELECT 1 -- us|", "")]
    [InlineData("SELECT * FROM \"my|", "\"my table\"")]
    [InlineData("|", "")]
    [InlineData("SELECT 1 |", "")]
    public void Complete_Sql_OffersWhatCanStandThere(string typed, string expected)
    {
        var found = new SqlCompleter(Schema).Complete(typed.Replace("|", ""), typed.IndexOf('|'));
        Assert.Equal(expected, string.Join(", ", found.Candidates));
    }

    [Theory]
    [InlineData(".t|", ".tables, .timing")]
    [InlineData(".schema u|", "users")]
    [InlineData(".level |", "any, session, linear")]
    [InlineData(".mode c|", "csv")]
    [InlineData(".quit |", "")]
    public void Complete_Dots_OffersThemAndTheirArguments(string typed, string expected)
    {
        var found = new ShellCompleter(new ShellRig().Shell.Dots, () => Schema).Complete(typed.Replace("|", ""), typed.IndexOf('|'));
        Assert.Equal(expected, string.Join(", ", found.Candidates));
    }
}
