using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Paths and methods of Acts, against the program itself.</summary>
public abstract class ActsMethodContract(StackFixture stack)
{
    private ServiceClient Acts => stack.Acts;

    [Theory]
    [InlineData("DELETE", "/categories")]
    [InlineData("PUT", "/categories")]
    [InlineData("GET", "/categories/gone")]
    [InlineData("POST", "/categories/gone")]
    [InlineData("POST", "/categories/gone/acts")]
    [InlineData("DELETE", "/categories/gone/acts")]
    [InlineData("POST", "/categories/gone/acts/size")]
    [InlineData("DELETE", "/categories/gone/acts/size")]
    [InlineData("GET", "/acts")]
    [InlineData("DELETE", "/acts")]
    [InlineData("PUT", "/acts")]
    [InlineData("GET", "/acts/77")]
    [InlineData("POST", "/acts/77")]
    [InlineData("GET", "/acts/upvote")]
    [InlineData("DELETE", "/acts/upvote")]
    [InlineData("POST", "/acts/count")]
    [InlineData("DELETE", "/acts/count")]
    [InlineData("POST", "/_count")]
    [InlineData("PUT", "/_count")]
    [InlineData("POST", "/_health")]
    [InlineData("DELETE", "/_health")]
    [InlineData("GET", "/_crash")]
    public async Task KnownPath_OtherMethodWithoutBody_Is405(string method, string path) =>
        Assert.Equal(Answer.WrongMethod, await Acts.SendAsync(method, path, "", contentType: null));

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/categories/abc/size")]
    [InlineData("/acts/1/upvote")]
    public async Task UnknownPath_Get_Is404(string path) => Assert.Equal(new Answer(404, "{}"), await Acts.GetAsync(path));
}
