using System.Collections.Concurrent;
using System.Net;
using Capstan.Gateway.Tests.Rig;
using Microsoft.AspNetCore.Http;

namespace Capstan.Gateway.Tests.Forwarding;

public sealed class KillTests
{
    [Fact]
    public async Task Forward_BackendClosesUnderLoad_NoGetFailsAndNoPostRunsTwice()
    {
        var executed = new ConcurrentDictionary<string, int>();
        Task<Backend> Start(string name) => Backend.StartAsync(
            async http =>
            {
                if (HttpMethods.IsPost(http.Request.Method))
                    executed.AddOrUpdate(http.Request.Query["id"].ToString(), 1, (_, times) => times + 1);

                // One piece: an answer that the end cuts in two has begun, and cannot be repeated.
                http.Response.ContentLength = name.Length;
                await http.Response.WriteAsync(name);
            },
            name);
        var victim = await Start("a");
        await using var b = await Start("b");
        await using var c = await Start("c");
        await using var rig = await GatewayRig.StartAsync(spec: null, GatewayRig.Service());
        rig.SetTargets(victim.AsTarget(), b.AsTarget(), c.AsTarget());
        var gets = new ConcurrentBag<HttpStatusCode>();
        var posts = new ConcurrentBag<HttpStatusCode>();
        var sent = 0;

        async Task LoadAsync(int client)
        {
            for (var i = 0; i < 150; i++)
            {
                using (var get = await rig.Client.GetAsync("/web", TestContext.Current.CancellationToken))
                    gets.Add(get.StatusCode);
                using var post = await rig.Client.PostAsync($"/web?id={client}-{i}", new StringContent("x"), TestContext.Current.CancellationToken);
                posts.Add(post.StatusCode);
                Interlocked.Increment(ref sent);
            }
        }

        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(LoadAsync));
        await Eventually.TrueAsync(() => Volatile.Read(ref sent) > 200);
        await victim.DisposeAsync();
        await load;

        Assert.All(gets, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(executed, entry => Assert.Equal(1, entry.Value));
        Assert.InRange(posts.Count(status => status != HttpStatusCode.OK), 0, 8);
        Assert.Contains(rig.Notices, notice => notice is { Kind: DataPlaneNoticeKind.Ejected, Target: "a" });
    }
}
