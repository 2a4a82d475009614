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

    [Fact]
    public Task Commands_ThroughThePublicPort_AreNotThere() => RunAsync(async (stack, _) =>
    {
        var admin = $"127.0.0.1:{stack.Draft.AdminPort}";
        (string Path, string Header)[] tricks =
        [
            (Scale, ""), ("/web/.." + Scale, ""), ("/web/%2e%2e" + Scale, ""), ("/" + Scale, ""), ("/web/..%2fv1/services/web/scale", ""),
            ("/V1/Services/Web/Scale", ""), ("/web", $"X-Original-URL: {Scale}\r\n"), ("/web", $"X-Rewrite-URL: {Scale}\r\n"),
            (Scale, $"X-Forwarded-Host: {admin}\r\n"), ($"http://{admin}{Scale}", ""),
        ];
        foreach (var (path, header) in tricks)
        {
            foreach (var host in new[] { $"127.0.0.1:{stack.Draft.GatewayPort}", admin, "localhost" })
            {
                using var client = await RawClient.ConnectAsync(stack.Draft.GatewayPort);
                await client.SendAsync(
                    $"POST {path} HTTP/1.1\r\nHost: {host}\r\n{header}Authorization: Bearer {stack.Admin.Token}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}");
                var status = await client.StatusAsync(TimeSpan.FromSeconds(10));
                Assert.True(status is >= 400 and <= 404, $"{path} with {header}for {host}: {status}");
            }
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
