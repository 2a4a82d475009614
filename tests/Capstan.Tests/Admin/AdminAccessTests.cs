using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Capstan.Admin;
using Capstan.Core.Access;

namespace Capstan.Tests.Admin;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class AdminAccessTests : IAsyncLifetime
{
    private AdminFixture _admin = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _admin = await AdminFixture.StartAsync(Cancelled);

    public ValueTask DisposeAsync() => _admin.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dG9rZW4=")]
    public async Task Request_WithoutTheToken_Is401AndChangesNothing(string? authorization)
    {
        foreach (var path in (string[])["/v1/services/acts/scale", "/v1/stop", "/v1/reload"])
        {
            using var answer = await _admin.PostAsync(path, "{\"wanted\":9}", request => Authorize(request, authorization));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
            Assert.Equal("token-required", await CodeAsync(answer));
        }

        Assert.Empty(_admin.Control.Scaled);
        Assert.Empty(_admin.Reloader.Asked);
        Assert.False(_admin.Control.Stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task Request_TokenWithOneCharacterChanged_Is401()
    {
        var almost = (_admin.Token[0] == 'A' ? "B" : "A") + _admin.Token[1..];
        using var answer = await _admin.GetAsync("/v1/status", request => Authorize(request, "Bearer " + almost));
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/x/../stop")]
    [InlineData("/v1/%2e%2e/v1/stop")]
    [InlineData("//v1/stop")]
    [InlineData("/v1//stop")]
    [InlineData("/x%2f../v1/stop")]
    [InlineData("/V1/STOP")]
    [InlineData("/v1/health/../stop")]
    [InlineData("/v1/health/%2e%2e/stop")]
    [InlineData("/v1/health%2f..%2fstop")]
    public async Task Request_PathGamesWithoutToken_IsRefusedAndChangesNothing(string path)
    {
        var status = await RawStatusAsync($"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
        Assert.Contains(status, (int[])[400, 401, 403, 404]);
        Assert.False(_admin.Control.Stopped.Task.IsCompleted);
    }

    [Theory]
    [InlineData("X-Original-URL: /v1/stop")]
    [InlineData("X-Rewrite-URL: /v1/stop")]
    [InlineData("X-HTTP-Method-Override: POST")]
    public async Task Health_HeadersThatRewriteTheRequest_AreIgnored(string header)
    {
        Assert.Equal(200, await RawStatusAsync($"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\nConnection: close\r\n\r\n"));
        Assert.False(_admin.Control.Stopped.Task.IsCompleted);
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("10.0.0.1")]
    [InlineData("")]
    public async Task Request_ForeignHostOnLoopback_Is403EvenWithTheToken(string host)
    {
        var status = await RawStatusAsync($"GET /v1/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {_admin.Token}\r\nConnection: close\r\n\r\n");
        Assert.Equal(403, status);
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("LocalHost")]
    [InlineData("[::1]:9900")]
    public async Task Request_LoopbackHost_IsAnswered(string host) =>
        Assert.Equal(200, await RawStatusAsync($"GET /v1/status HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {_admin.Token}\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Post_FormOfAForeignPage_IsRefused(string type)
    {
        using var answer = await _admin.PostAsync("/v1/stop", "{}", request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(type));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);

        using var withoutToken = await _admin.PostAsync("/v1/stop", "{}", request => Authorize(request, null));
        Assert.Equal(HttpStatusCode.Unauthorized, withoutToken.StatusCode);
        Assert.False(_admin.Control.Stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task Preflight_FromAForeignOrigin_GetsNoPermission()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/stop");
        request.Headers.Add("Origin", "http://attacker.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _admin.Http.SendAsync(request, Cancelled);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/v1/stop")]
    [InlineData("/v1/reload")]
    [InlineData("/v1/services/acts/scale")]
    public async Task Get_OnAPathThatChangesThings_Is405(string path)
    {
        using var answer = await _admin.GetAsync(path);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.False(_admin.Control.Stopped.Task.IsCompleted);
    }

    [Fact]
    public async Task Request_MoreThanTenWrongTokens_Is429UntilTheMinuteIsOver()
    {
        for (var i = 0; i < FailureLimiter.Allowed; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await WrongAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await WrongAsync());
        Assert.Equal(HttpStatusCode.TooManyRequests, await WrongAsync());
        Assert.Equal("admin.refused", Assert.Single(_admin.Events.Recent(10)).Kind);

        using (var right = await _admin.GetAsync("/v1/status"))
            Assert.Equal(HttpStatusCode.OK, right.StatusCode);

        _admin.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(HttpStatusCode.TooManyRequests, await WrongAsync());
        _admin.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await WrongAsync());
    }

    [Fact]
    public void Token_File_IsPrivateAndStays()
    {
        var path = _admin.Folder["token"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(43, _admin.Token.Length);
        Assert.Equal(_admin.Token, AdminToken.LoadOrCreate(_admin.Folder.Path).Text);
    }

    [Fact]
    public void Token_FileThatOthersCouldRead_IsReplaced()
    {
        File.SetUnixFileMode(_admin.Folder["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.NotEqual(_admin.Token, AdminToken.LoadOrCreate(_admin.Folder.Path).Text);
        Assert.True(PrivateFile.IsPrivate(_admin.Folder["token"]));
    }

    private static void Authorize(HttpRequestMessage request, string? authorization)
    {
        request.Headers.Remove("Authorization");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancelled));
        return problem.RootElement.GetProperty("code").GetString();
    }

    private async Task<HttpStatusCode> WrongAsync()
    {
        using var answer = await _admin.GetAsync("/v1/status", request => Authorize(request, "Bearer wrong"));
        return answer.StatusCode;
    }

    private async Task<int> RawStatusAsync(string request)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _admin.Http.BaseAddress!.Port, Cancelled);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(client.GetStream());
        var line = await reader.ReadLineAsync(Cancelled) ?? throw new InvalidOperationException("No answer.");
        return int.Parse(line.Split(' ')[1]);
    }
}
