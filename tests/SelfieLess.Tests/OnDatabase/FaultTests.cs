using Samples.Testing;
using Samples.Testing.Twins;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.OnDatabase;

/// <summary>What the programs make of faults of the database.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    private ServiceClient Acts => _stack!.Acts;

    private DatabaseTwin Database => ((DatabaseUnderTest)_stack!.Store).Database;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(StoreKind.Database);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Theory]
    [InlineData(nameof(TwinFault.Break))]
    [InlineData(nameof(TwinFault.LoseAnswer))]
    [InlineData(nameof(TwinFault.Unavailable))]
    public async Task Changes_FirstTriesFail_AreDoneOnce(string name)
    {
        TwinFault fault = Enum.Parse<TwinFault>(name);
        Database.FailOnce("INSERT INTO acts", fault);
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1")));
        Database.FailOnce("UPDATE acts", fault);
        Assert.Equal(Answer.Done, await Acts.PostAsync("/acts/upvote", "[1]"));
        Assert.Equal("[[\"1\",1]]", Database.Ask("SELECT actId, upvotes FROM acts"));
        Database.FailOnce("DELETE FROM acts", fault);
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/acts/1"));
        Database.FailOnce("INSERT INTO categories", fault);
        Assert.Equal(Answer.Created, await Acts.PostAsync("/categories", """["def"]"""));
        Database.FailOnce("DELETE FROM categories", fault);
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/categories/def"));
    }

    [Theory]
    [InlineData(401, 500)]
    [InlineData(400, 500)]
    [InlineData(413, 413)]
    public async Task Database_RefusesEverything_IsAnsweredWith(int answer, int status)
    {
        Database.Always = answer;
        Assert.Equal(new Answer(status, "{}"), await Acts.GetAsync("/categories"));
        Assert.Equal(new Answer(status, "{}"), await Acts.DeleteAsync("/acts/1"));
        Database.Always = 0;
        Assert.Equal(Answer.Ok("""{"abc":0}"""), await Acts.GetAsync("/categories"));
    }

    [Fact]
    public async Task Count_BatchFails_IsExactAtEveryReplica()
    {
        Replica other = await _stack!.AddReplicaAsync();
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/_count"));
        Database.FailOnce("counted_batches", TwinFault.LoseAnswer);
        Assert.Equal(Answer.WrongMethod, await Acts.GetAsync("/acts"));
        Database.FailOnce("counted_batches", TwinFault.Break);
        Assert.Equal(Answer.WrongMethod, await other.Http.GetAsync("/acts"));
        Assert.Equal(Answer.Ok("[2]"), await Acts.GetAsync("/_count"));
        Assert.Equal(Answer.Ok("[2]"), await other.Http.GetAsync("/_count"));
    }

    [Fact]
    public async Task Health_DatabaseComesBack_Is500Then200()
    {
        Database.IsAway = true;
        Assert.Equal(new Answer(500, ""), await Acts.GetAsync("/_health"));
        Database.IsAway = false;
        Assert.Equal(Answer.Ok(""), await Acts.GetAsync("/_health"));
    }

    [Fact]
    public async Task Reads_CostTheDatabaseOneEach()
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        foreach (string path in (string[])["/categories", "/categories/abc/acts", "/categories/abc/acts?start=1&end=1", "/categories/abc/acts/size", "/acts/count"])
        {
            int before = Database.Reads;
            Assert.Equal(200, (await Acts.GetAsync(path)).Status);
            Assert.Equal((path, before + 1), (path, Database.Reads));
        }
    }
}
