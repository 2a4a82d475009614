using System.Net;
using System.Net.Sockets;

namespace Capstan.Client.Tests.Requests;

public sealed class AttemptFailedTests
{
    [Fact]
    public async Task AttemptFailed_IsToldOfEveryAttemptThatWasRepeatedOrGivenUp()
    {
        // Bound and not listening: nobody else gets the port, and every connection is refused.
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        List<DatabaseException> told = [];
        using var client = new DatabaseClient(new DatabaseClientOptions
        {
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}"),
            Deadline = TimeSpan.FromSeconds(1),
            Chance = () => 0,
            AttemptFailed = told.Add,
        });

        await Assert.ThrowsAsync<DatabaseException>(() => client.ExecuteAsync([new Statement("INSERT INTO t VALUES (1)")], null, TestContext.Current.CancellationToken));

        Assert.True(told.Count > 1, $"{told.Count} attempts");
        Assert.All(told, attempt => Assert.Equal((0, DatabaseErrors.NoAnswer), (attempt.Status, attempt.Code)));
        Assert.Single(told.Select(attempt => attempt.RequestId).Distinct());
    }
}
