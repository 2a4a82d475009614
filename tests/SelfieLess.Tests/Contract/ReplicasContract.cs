using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Three Acts processes on one folder, all at once.</summary>
public abstract class ReplicasContract(StoreKind kind) : IAsyncLifetime
{
    private const int Replicas = 3;
    private const int Acts = 60;

    private SelfieLessStack? _stack;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind, Replicas, isOfPrograms: true);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Upload_EachActToEveryReplica_OneOfThemCreatesIt()
    {
        Answer[][] answers = await Task.WhenAll(Enumerable.Range(1, Acts).Select(
            id => ToAllAsync(replica => replica.Http.PostAsync("/acts", SelfieLessStack.Act($"{id}")))));
        Assert.All(answers, perAct =>
        {
            Assert.Single(perAct, Answer.Created);
            Assert.Equal(Replicas - 1, perAct.Count(answer => answer == Answer.Refused));
        });
        Answer[] sizes = await ToAllAsync(replica => replica.Http.GetAsync("/categories/abc/acts/size"));
        Assert.All(sizes, size => Assert.Equal(Answer.Ok($"[{Acts}]"), size));
    }

    [Fact]
    public async Task Upvote_SameActThroughEveryReplica_EachIsAddedOnce()
    {
        Assert.Equal(Answer.Created, await _stack!.Acts.PostAsync("/acts", SelfieLessStack.Act("1")));
        Answer[][] answers = await Task.WhenAll(Enumerable.Range(0, Acts).Select(_ => ToAllAsync(replica => replica.Http.PostAsync("/acts/upvote", "[1]"))));
        Assert.All(answers.SelectMany(perRound => perRound), answer => Assert.Equal(Answer.Done, answer));
        Answer[] lists = await ToAllAsync(replica => replica.Http.GetAsync("/categories/abc/acts"));
        Assert.All(lists, list => Assert.Contains($"\"upvotes\":{Acts * Replicas},", list.Body));
    }

    [Fact]
    public async Task Count_RequestsThroughEveryReplica_IsTheSameExactNumberEverywhere()
    {
        Assert.Equal(Answer.Done, await _stack!.Acts.DeleteAsync("/_count"));
        await Task.WhenAll(Enumerable.Range(0, Acts).Select(_ => ToAllAsync(replica => replica.Http.GetAsync("/categories"))));
        Answer[] counts = await ToAllAsync(replica => replica.Http.GetAsync("/_count"));
        Assert.All(counts, count => Assert.Equal(Answer.Ok($"[{Acts * Replicas}]"), count));
        await _stack.Replicas[0].EndAsync();
        Assert.Equal(Answer.Ok($"[{Acts * Replicas}]"), await _stack.Replicas[1].Http.GetAsync("/_count"));
    }

    [Fact]
    public async Task Upload_AnsweredByOneReplica_IsSeenByTheOthersAtOnce()
    {
        for (int id = 1; id <= 20; id++)
        {
            ServiceClient writer = _stack!.Replicas[id % Replicas].Http, reader = _stack.Replicas[(id + 1) % Replicas].Http;
            Assert.Equal(Answer.Created, await writer.PostAsync("/acts", SelfieLessStack.Act($"{id}")));
            Assert.Equal(Answer.Ok($"[{id}]"), await reader.GetAsync("/acts/count"));
        }
    }

    private Task<Answer[]> ToAllAsync(Func<Replica, Task<Answer>> send) => Task.WhenAll(_stack!.Replicas.Select(send));
}
