using Capstan.Drills.Loads;

namespace Capstan.Tests.Drills;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("/api/v1", null, "http://127.0.0.1:8080/api/v1", null)]
    [InlineData("shop.test/api", null, "http://127.0.0.1:8080/api", "shop.test")]
    [InlineData("shop.test", null, "http://127.0.0.1:8080/", "shop.test")]
    [InlineData("/api/v1", "/health?deep=1", "http://127.0.0.1:8080/health?deep=1", null)]
    public void Of_Route_IsItsPathOrTheOneAskedFor(string route, string? path, string url, string? host)
    {
        var address = ServiceAddress.Of("http://127.0.0.1:8080", [route], path);

        Assert.Equal((url, host), (address!.Url.AbsoluteUri, address.Host));
    }

    [Fact]
    public void Of_NoRoute_IsNone() => Assert.Null(ServiceAddress.Of("http://127.0.0.1:8080", [], "/x"));
}
