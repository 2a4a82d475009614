using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Categories.</summary>
public abstract class CategoryContract(StoreKind kind) : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    private ServiceClient Acts => _stack!.Acts;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task List_SomeThenNone_IsMapThen204()
    {
        Assert.Equal(Answer.Created, await Acts.PostAsync("/categories", """["def"]"""));
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        await Acts.PostAsync("/acts", SelfieLessStack.Act("2"));
        Assert.Equal(Answer.Ok("""{"abc":2,"def":0}"""), await Acts.GetAsync("/categories"));
        await Acts.DeleteAsync("/categories/abc");
        await Acts.DeleteAsync("/categories/def");
        Assert.Equal(Answer.NothingThere, await Acts.GetAsync("/categories"));
    }

    [Fact]
    public async Task Add_OtherCaseOfTakenName_IsAnotherCategory() =>
        Assert.Equal(Answer.Created, await Acts.PostAsync("/categories", """["ABC"]"""));

    [Fact]
    public async Task Remove_Known_TakesItsActsAlong()
    {
        await Acts.PostAsync("/categories", """["def"]""");
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        await Acts.PostAsync("/acts", SelfieLessStack.Act("2", category: "\"def\""));
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/categories/abc"));
        Assert.Equal(Answer.Ok("[1]"), await Acts.GetAsync("/acts/count"));
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/acts/upvote", "[1]"));
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1", category: "\"def\"")));
    }

    [Fact]
    public async Task Remove_Unknown_IsRefused() => Assert.Equal(Answer.Refused, await Acts.DeleteAsync("/categories/unknown"));

    [Fact]
    public async Task Size_UnknownEmptyAndFilled_IsRefusedOrNumber()
    {
        Assert.Equal(Answer.Refused, await Acts.GetAsync("/categories/unknown/acts/size"));
        Assert.Equal(Answer.Ok("[0]"), await Acts.GetAsync("/categories/abc/acts/size"));
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        Assert.Equal(Answer.Ok("[1]"), await Acts.GetAsync("/categories/abc/acts/size"));
    }
}
