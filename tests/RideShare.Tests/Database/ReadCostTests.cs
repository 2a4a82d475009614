using RideShare.Tests.Running;

namespace RideShare.Tests.Database;

/// <summary>How many reads a request costs, by which the database scales.</summary>
public sealed class ReadCostTests : IAsyncLifetime
{
    private RideShareStack? _stack;

    public async ValueTask InitializeAsync()
    {
        _stack = await RideShareStack.StartAsync();
        await _stack.RideAsync();
    }

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Theory]
    [InlineData("GET", "/rides?source=1&destination=2", "", 1)]
    [InlineData("GET", "/rides?source=3&destination=4", "", 1)]
    [InlineData("GET", "/rides/count", "", 1)]
    [InlineData("GET", "/rides/1", "", 1)]
    [InlineData("GET", "/rides/9", "", 1)]
    [InlineData("POST", "/rides", "{\"created_by\": \"ann\", \"timestamp\": \"10-10-2030:45-23-03\", \"source\": \"1\", \"destination\": \"2\"}", 1)]
    [InlineData("POST", "/rides/1", "{\"username\": \"bob\"}", 1)]
    [InlineData("DELETE", "/rides/1", "", 0)]
    [InlineData("POST", "/db/clear", "", 0)]
    public async Task Rides_Request_Costs(string method, string path, string body, int reads)
    {
        int before = _stack!.Database.Reads;
        await _stack.Rides.SendAsync(method, path, body);
        Assert.Equal(before + reads, _stack.Database.Reads);
    }

    [Theory]
    [InlineData("GET", "/users", "", 1)]
    [InlineData("PUT", "/users", "{\"username\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}", 0)]
    [InlineData("DELETE", "/users/ann", "", 0)]
    [InlineData("DELETE", "/users/nobody", "", 0)]
    [InlineData("POST", "/db/clear", "", 0)]
    public async Task Users_Request_Costs(string method, string path, string body, int reads)
    {
        int before = _stack!.Database.Reads;
        await _stack.Users.SendAsync(method, path, body);
        Assert.Equal(before + reads, _stack.Database.Reads);
    }
}
