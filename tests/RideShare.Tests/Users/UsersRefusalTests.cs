using RideShare.Tests.Running;
using Samples.Testing;

namespace RideShare.Tests.Users;

/// <summary>What Users refuses, against the program itself.</summary>
public sealed class UsersRefusalTests(StackFixture fixture) : IClassFixture<StackFixture>
{
    private ServiceClient Users => fixture.Stack.Users;

    [Theory]
    [InlineData("0123456789abcdefABCDEF0123456789abcdef0")]
    [InlineData("0123456789abcdefABCDEF0123456789abcdef000")]
    [InlineData("g123456789abcdefABCDEF0123456789abcdef00")]
    [InlineData("٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩")]
    [InlineData("")]
    public async Task Add_PasswordNot40HexDigits_IsRefused(string password)
    {
        Assert.Equal(Answer.Refused, await Users.PutAsync("/users", $$"""{"username": "u", "password": "{{password}}"}"""));
        Assert.Equal(Answer.Ok("""["ann","bob"]"""), await Users.GetAsync("/users"));
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
    [InlineData("{\"username\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\", \"\\ud800\\ud800\": 1}")]
    [InlineData("{\"\\ud800\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"}")]
    [InlineData("{\"username\": \"u\", \"password\": \"0123456789abcdefABCDEF0123456789abcdef00\"} x")]
    public async Task Add_MalformedBody_IsRefused(string body) => Assert.Equal(Answer.Refused, await Users.PutAsync("/users", body));

    [Theory]
    [InlineData("POST", "/users")]
    [InlineData("DELETE", "/users")]
    [InlineData("PATCH", "/users")]
    [InlineData("GET", "/users/nobody")]
    [InlineData("POST", "/users/nobody")]
    [InlineData("PUT", "/users/nobody")]
    [InlineData("GET", "/db/clear")]
    [InlineData("PUT", "/db/clear")]
    [InlineData("DELETE", "/db/clear")]
    [InlineData("POST", "/_count")]
    [InlineData("PUT", "/_count")]
    [InlineData("POST", "/_health")]
    public async Task KnownPath_OtherMethodWithoutBody_Is405BeforeAnyLookUp(string method, string path)
    {
        int before = fixture.Stack.Database.Reads + fixture.Stack.Database.Writes.Count;
        Assert.Equal(Answer.WrongMethod, await Users.SendAsync(method, path, "", contentType: null));
        Assert.Equal(before, fixture.Stack.Database.Reads + fixture.Stack.Database.Writes.Count);
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/db/read")]
    [InlineData("POST", "/db/write")]
    [InlineData("GET", "/rides/count")]
    [InlineData("GET", "/users/a/b")]
    public async Task UnknownPath_Any_Is404(string method, string path) => Assert.Equal(new Answer(404, "{}"), await Users.SendAsync(method, path));
}
