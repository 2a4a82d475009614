using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>What Users refuses, against the program itself.</summary>
public abstract class UsersRefusalContract(StackFixture stack)
{
    private ServiceClient Users => stack.Users;

    [Theory]
    [InlineData("0123456789abcdefABCDEF0123456789abcdef0")]
    [InlineData("0123456789abcdefABCDEF0123456789abcdef000")]
    [InlineData("g123456789abcdefABCDEF0123456789abcdef00")]
    [InlineData("٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩")]
    [InlineData("")]
    public async Task Add_PasswordNot40HexDigits_IsRefused(string password)
    {
        Assert.Equal(Answer.Refused, await Users.PostAsync("/users", $$"""{"username": "u", "password": "{{password}}"}"""));
        Assert.Equal(Answer.Ok("""["ann"]"""), await Users.GetAsync("/users"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"u\"")]
    [InlineData("{}")]
    [InlineData("{\"username\": \"u\"}")]
    [InlineData("{\"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": 7, \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": \"\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": \"\\ud800\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"\\ud800\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": \"u\", \"\\ud800\\ud800\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"} x")]
    public async Task Add_MalformedBody_IsRefused(string body) => Assert.Equal(Answer.Refused, await Users.PostAsync("/users", body));

    [Theory]
    [InlineData("DELETE", "/users")]
    [InlineData("PUT", "/users")]
    [InlineData("GET", "/users/nobody")]
    [InlineData("POST", "/users/nobody")]
    [InlineData("PUT", "/users/nobody")]
    [InlineData("POST", "/_count")]
    [InlineData("PUT", "/_count")]
    [InlineData("POST", "/_health")]
    public async Task KnownPath_OtherMethodWithoutBody_Is405(string method, string path) =>
        Assert.Equal(Answer.WrongMethod, await Users.SendAsync(method, path, "", contentType: null));

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/_crash")]
    [InlineData("GET", "/users/a/b")]
    public async Task UnknownPath_Any_Is404(string method, string path) => Assert.Equal(new Answer(404, "{}"), await Users.SendAsync(method, path));
}
