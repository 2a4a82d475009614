using System.Net;
using System.Net.Http.Headers;
using Capstan.SystemTests.Harness;
using Capstan.SystemTests.Load;

namespace Capstan.SystemTests.Faults;

/// <summary>Attempts to reach the commands of the admin API without its token, or through the public port.</summary>
public sealed class AdminAbuseTests
{
    private const string Scale = "/v1/services/web/scale";
    private const string Body = """{"wanted":3}""";

    [Fact]
    public Task Commands_WrongOrNoToken_AreRefusedAndSlowedDown() => RunAsync(async (stack, admin) =>
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(admin, Scale, null));
        var answers = new List<HttpStatusCode>();
        for (var tried = 0; tried < 12; tried++)
            answers.Add(await PostAsync(admin, Scale, new string((char)('a' + tried), stack.Admin.Token.Length)));

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(answers, answer => answer is not (HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests));
        foreach (var path in new[] { "/v1/status", "/v1/events", "/v1/logs", "/metrics", "/v1/reload", "/v1/stop" })
            Assert.False((await admin.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode, path);
    });

    [Fact]
    public Task Commands_RightTokenWrongForm_AreRefused() => RunAsync(async (stack, admin) =>
    {
        var token = stack.Admin.Token;
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(admin, Scale, token, "application/x-www-form-urlencoded"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await PostAsync(admin, Scale, token, "text/plain"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(admin, Scale, token, host: "evil.example"));
        using var get = new HttpRequestMessage(HttpMethod.Get, Scale);
        get.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await admin.SendAsync(get, TestContext.Current.CancellationToken)).StatusCode);
    });

    [Theory]
    [InlineData(Scale, "")]
    [InlineData("/web/.." + Scale, "")]
    [InlineData("/web/%2e%2e" + Scale, "")]
    [InlineData("/" + Scale, "")]
    [InlineData("/web/..%2f" + "v1/services/web/scale", "")]
    [InlineData("/V1/Services/Web/Scale", "")]
    [InlineData("/web", "X-Original-URL: " + Scale + "\r\n")]
    [InlineData("/web", "X-Rewrite-URL: " + Scale + "\r\n")]
    [InlineData(Scale, "X-Forwarded-Host: 127.0.0.1:ADMIN\r\n")]
    [InlineData("http://127.0.0.1:ADMIN" + Scale, "")]
    public Task Commands_ThroughThePublicPort_AreNotThere(string path, string headers) => RunAsync(async (stack, _) =>
    {
        foreach (var host in new[] { $"127.0.0.1:{stack.Draft.GatewayPort}", $"127.0.0.1:{stack.Draft.AdminPort}", "localhost" })
        {
            using var client = await RawClient.ConnectAsync(stack.Draft.GatewayPort);
            await client.SendAsync(
                $"POST {path.Replace("ADMIN", $"{stack.Draft.AdminPort}")} HTTP/1.1\r\nHost: {host}\r\n{headers.Replace("ADMIN", $"{stack.Draft.AdminPort}")}"
                + $"Authorization: Bearer {stack.Admin.Token}\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
            Assert.InRange(await client.StatusAsync(TimeSpan.FromSeconds(10)), 400, 404);
        }
    });

    private static Task RunAsync(Func<StackUnderTest, HttpClient, Task> attack) => StackUnderTest.RunAsync(new StackDraft(Runtime.Process, new ServiceDraft()), async stack =>
    {
        var before = (await stack.StatusAsync())["web"];
        using var admin = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{stack.Draft.AdminPort}") };
        await attack(stack, admin);

        var after = (await stack.StatusAsync())["web"];
        Assert.Equal(1, after.Wanted);
        Assert.Equal(before.Identities, after.Identities);
    });

    private static async Task<HttpStatusCode> PostAsync(HttpClient admin, string path, string? token, string type = "application/json", string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(Body, new MediaTypeHeaderValue(type)) };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Host = host;
        using var answer = await admin.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
