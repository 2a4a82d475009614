using System.Net;
using System.Net.Sockets;
using System.Text;
using Capstan.Core.Access;
using Capstan.Core.Stacks;
using Capstan.Database.Api.Access;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api.Access;

public sealed class AccessTests : IAsyncLifetime
{
    private ApiRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await ApiRig.StartAsync(isOpen: false);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/v1/db/read", """{"table":"users"}""", "read")]
    [InlineData("POST", "/api/v1/db/write", """{"table":"users","column":["username","password"],"insert":["u","p"]}""", "write")]
    [InlineData("POST", "/api/v1/db/clear", "", "write")]
    [InlineData("POST", "/api/v1/crash/master", "", "admin")]
    [InlineData("POST", "/api/v1/crash/slave", "", "admin")]
    [InlineData("GET", "/api/v1/worker/list", null, "read")]
    [InlineData("POST", "/v1/query", """{"sql":"SELECT 1"}""", "read")]
    [InlineData("POST", "/v1/execute", """{"sql":"DELETE FROM users"}""", "write")]
    [InlineData("GET", "/v1/status", null, "read")]
    [InlineData("GET", "/v1/backup", null, "admin")]
    [InlineData("POST", "/v1/restore", "x", "admin")]
    [InlineData("POST", "/v1/import", "x", "write")]
    [InlineData("POST", "/v1/import?create=false", "x", "write")]
    [InlineData("POST", "/v1/import?create=true", "x", "admin")]
    public async Task Each_path_asks_for_its_right(string method, string path, string? body, string needed)
    {
        var rights = new[] { "read", "write", "admin" };
        foreach (var right in rights)
        {
            using var answer = await SendAsync(method, path, body, TokenOf(right).Text);
            if (Array.IndexOf(rights, right) >= Array.IndexOf(rights, needed))
                Assert.True(answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{right}: {answer.StatusCode}");
            else
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("POST", "/api/v1/crash/master")]
    [InlineData("POST", "/api/v1/crash/slave")]
    [InlineData("GET", "/api/v1/crash/master")]
    [InlineData("PUT", "/api/v1/crash/master")]
    [InlineData("POST", "/API/V1/Crash/Master")]
    [InlineData("POST", "/api/v1/crash/master/")]
    [InlineData("POST", "/api/v1/db/../crash/master")]
    [InlineData("POST", "/api/v1/db/%2e%2e/crash/master")]
    [InlineData("POST", "/v1/restore")]
    [InlineData("GET", "/v1/backup")]
    [InlineData("POST", "/api/v1/db/clear")]
    [InlineData("POST", "//api/v1/crash/master")]
    [InlineData("POST", "/x%2f../api/v1/crash/master")]
    [InlineData("GET", "/v1/nothing")]
    public async Task Without_a_right_token_nothing_is_done(string method, string path)
    {
        foreach (var authorization in (string[])["", "Bearer", "Bearer x", "Basic YTpi", "Bearer " + new string('A', 43), TokenOf("admin").Text, "Bearer " + TokenOf("admin").Text + "x"])
        {
            var head = $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Original-URL: /api/v1/crash/master\r\nContent-Length: 0\r\n"
                + (authorization.Length > 0 ? $"Authorization: {authorization}\r\n" : "") + "Connection: close\r\n\r\n";
            Assert.Contains(await StatusAsync(head), new[] { 401, 403, 404, 429 });
        }

        Assert.Equal(0, _rig.Workers.Crashes);
        Assert.Empty(_rig.Database.Writes);
    }

    [Fact]
    public async Task After_ten_wrong_tokens_an_address_is_slowed_down_but_the_right_one_passes()
    {
        for (var i = 0; i < FailureLimiter.Allowed; i++)
        {
            using var wrong = await SendAsync("GET", "/v1/status", null, "wrong");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.NotEmpty(wrong.Headers.WwwAuthenticate);
        }

        using var slowed = await SendAsync("GET", "/v1/status", null, "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, slowed.StatusCode);
        Assert.NotNull(slowed.Headers.RetryAfter);
        using var right = await SendAsync("GET", "/v1/status", null, TokenOf("read").Text);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Single(_rig.Notices);
    }

    [Fact]
    public async Task Only_admins_may_define()
    {
        const string body = """{"sql":"CREATE TABLE t(a)"}""";
        using (await SendAsync("POST", "/v1/execute", body, TokenOf("write").Text))
        using (await SendAsync("POST", "/v1/execute", body, TokenOf("admin").Text))
            Assert.Equal([false, true], _rig.Database.Writes.Select(write => Statements.Operation.Decode(write.Body).MayDefine));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/openapi/v1.json")]
    public async Task What_is_here_needs_no_token(string path)
    {
        using var answer = await _rig.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_open_database_asks_for_no_token_but_answers_no_foreign_page_or_name()
    {
        await using var open = await ApiRig.StartAsync();
        const string body = """{"sql":"SELECT 1"}""";
        await open.PostAsync(HttpStatusCode.OK, "/v1/query", body);
        await open.PostAsync(HttpStatusCode.OK, "/v1/query", body, ("Host", "localhost"));
        await open.PostAsync(HttpStatusCode.OK, "/v1/query", body, ("Sec-Fetch-Site", "same-origin"), ("Origin", open.Client.BaseAddress!.ToString().TrimEnd('/')));
        await open.PostAsync(HttpStatusCode.Forbidden, "/v1/query", body, ("Host", "evil.example"));
        foreach (var header in ((string, string)[])[("Origin", "http://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")])
        {
            await open.PostAsync(HttpStatusCode.Forbidden, "/v1/query", body, header);
            await open.PostAsync(HttpStatusCode.Forbidden, "/api/v1/crash/master", "", header);
        }

        Assert.Equal(0, open.Workers.Crashes);
    }

    [Fact]
    public async Task An_open_database_listens_on_loopback_only_and_a_closed_one_has_tokens()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => ApiRig.StartAsync(
            change: parts => parts with { Spec = parts.Spec with { Listen = new HostPort("0.0.0.0", 0) } }));
        await Assert.ThrowsAsync<ArgumentException>(() => ApiRig.StartAsync(isOpen: false, change: parts => parts with { Tokens = null }));
    }

    [Fact]
    public void Tokens_survive_their_file()
    {
        var text = ApiRig.Tokens.ToFileText();
        Assert.Equal(text, AccessTokens.Parse(text)!.ToFileText());
        Assert.Null(AccessTokens.Parse(text.Replace("admin", "root", StringComparison.Ordinal)));
        Assert.Null(AccessTokens.Parse(text + text));
        Assert.Null(AccessTokens.Parse(text[..^3]));
        Assert.Null(AccessTokens.Parse(""));
    }

    private static BearerToken TokenOf(string right) => right switch
    {
        "read" => ApiRig.Tokens.Read,
        "write" => ApiRig.Tokens.Write,
        _ => ApiRig.Tokens.Admin,
    };

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? body, string token) =>
        _rig.SendAsync(new HttpMethod(method), path, body is null ? null : Encoding.UTF8.GetBytes(body), ("Authorization", "Bearer " + token));

    private async Task<int> StatusAsync(string request)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _rig.Port, cancellation);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellation);
        using var reader = new StreamReader(client.GetStream());
        return int.Parse((await reader.ReadToEndAsync(cancellation)).Split(' ')[1]);
    }
}
