using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Methods, counting, health and crash of Acts.</summary>
public abstract class ActsContract(StoreKind kind) : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    private ServiceClient Acts => _stack!.Acts;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task KnownPath_OtherMethodAfterDeletion_Is405()
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/acts/1"));
        Assert.Equal(Answer.WrongMethod, await Acts.GetAsync("/acts/1"));
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/categories/abc"));
        Assert.Equal(Answer.WrongMethod, await Acts.GetAsync("/categories/abc"));
    }

    [Fact]
    public async Task Count_RequestsOfAllKinds_CountsCategoriesAndActsWhateverTheyAnswer()
    {
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/_count"));
        await Acts.GetAsync("/categories");
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        await Acts.GetAsync("/acts");
        await Acts.GetAsync("/categories/abc/acts?start=1&end=1");
        await Acts.GetAsync("/acts/count");
        await Acts.PostAsync("/acts/upvote", "[1]");
        await Acts.GetAsync("/_health");
        await Acts.GetAsync("/_crash");
        await Acts.GetAsync("/_count");
        await Acts.GetAsync("/nothing");
        Assert.Equal(Answer.Ok("[7]"), await Acts.GetAsync("/_count"));
    }

    [Fact]
    public async Task Health_StoreThere_Is200WithoutBodyAndGone500()
    {
        Assert.Equal(Answer.Ok(""), await Acts.GetAsync("/_health"));
        _stack!.Store.Break();
        Assert.Equal(new Answer(500, ""), await Acts.GetAsync("/_health"));
        Assert.Equal(Answer.Failed, await Acts.PostAsync("/categories", """["lost"]"""));
    }

    [Fact]
    public async Task Crash_Once_MakesEveryRouteOfThisReplicaAlone500WithoutBody()
    {
        Replica other = await _stack!.AddReplicaAsync();
        Assert.Equal(Answer.Ok(""), await Acts.PostAsync("/_crash", ""));
        (string Method, string Path)[] requests =
        [
            ("GET", "/_health"), ("GET", "/_count"), ("POST", "/_crash"), ("GET", "/categories"), ("DELETE", "/categories"), ("GET", "/nothing"),
        ];
        foreach ((string method, string path) in requests)
        {
            Assert.Equal(new Answer(500, ""), await Acts.SendAsync(method, path));
        }

        Assert.Equal(Answer.Ok(""), await other.Http.GetAsync("/_health"));
        Assert.Equal(Answer.Ok("""{"abc":0}"""), await other.Http.GetAsync("/categories"));
    }
}
