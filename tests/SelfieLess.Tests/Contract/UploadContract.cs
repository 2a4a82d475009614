using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Uploading, removing and upvoting.</summary>
public abstract class UploadContract(StoreKind kind) : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    private ServiceClient Acts => _stack!.Acts;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task Upload_WellFormed_IsListedWithExactlySevenFields()
    {
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1560000000000", caption: "\"a \\\"b\\\" ü \\u00fc\"")));
        Assert.Equal(
            Answer.Ok("""[{"actId":1560000000000,"username":"ann","timestamp":"10-10-2019:45-23-03","caption":"a \"b\" ü ü","upvotes":0,"categoryName":"abc","imgB64":"QUJD"}]"""),
            await Acts.GetAsync("/categories/abc/acts"));
    }

    [Fact]
    public async Task Upload_IdBeyondEveryMachineWord_IsKept()
    {
        string id = "9" + new string('7', 300);
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act(id)));
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/acts", SelfieLessStack.Act(id)));
        Assert.Contains($"\"actId\":{id},", (await Acts.GetAsync("/categories/abc/acts")).Body);
        Assert.Equal(Answer.Done, await Acts.PostAsync("/acts/upvote", $"[{id}]"));
        Assert.Equal(Answer.Done, await Acts.DeleteAsync($"/acts/{id}"));
    }

    [Fact]
    public async Task Upload_IdTakenInAnotherCategory_IsRefused()
    {
        await Acts.PostAsync("/categories", """["def"]""");
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1")));
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/acts", SelfieLessStack.Act("1", category: "\"def\"")));
    }

    [Theory]
    [InlineData("\"29-02-2020:45-23-03\"")]
    [InlineData("\"31-12-9999:59-59-23\"")]
    [InlineData("\"01-01-0001:00-00-00\"")]
    public async Task Upload_TimestampAtTheEdge_IsKept(string timestamp) =>
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1", timestamp: timestamp)));

    [Theory]
    [InlineData("", "")]
    [InlineData("QQ==", "QQ==")]
    [InlineData("QUI=", "QUI=")]
    [InlineData("ab+\\/", "ab+/")]
    [InlineData("\\u0041AAA", "AAAA")]
    public async Task Upload_ImageBase64_ComesBackAsUploaded(string sent, string text)
    {
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1", image: $"\"{sent}\"")));
        Assert.Contains($"\"imgB64\":\"{text}\"}}]", (await Acts.GetAsync("/categories/abc/acts")).Body);
    }

    [Theory]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(32 * 1024)]
    [InlineData((32 * 1024) + 1)]
    [InlineData(20 * 65536)]
    public async Task Upload_ImageOfAnySize_ComesBackAsUploaded(int times)
    {
        string image = string.Concat(Enumerable.Repeat("QUJDREVGR0hJSktM", times));
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("1", image: $"\"{image}\"")));
        Assert.EndsWith($"\"imgB64\":\"{image}\"}}]", (await Acts.GetAsync("/categories/abc/acts")).Body);
    }

    [Fact]
    public async Task Upload_UsersServiceGone_Is503AndStoresNothing()
    {
        await _stack!.EndUsersAsync();
        Assert.Equal(new Answer(503, "{}"), await Acts.PostAsync("/acts", SelfieLessStack.Act("1")));
        Assert.Equal(Answer.Ok("[0]"), await Acts.GetAsync("/acts/count"));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("-1")]
    [InlineData("1x")]
    [InlineData("2")]
    public async Task Remove_UnknownOrNoNumber_IsRefused(string id)
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        Assert.Equal(Answer.Refused, await Acts.DeleteAsync($"/acts/{id}"));
    }

    [Fact]
    public async Task Remove_UserOfAnAct_LeavesTheAct()
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        await _stack!.Users.DeleteAsync("/users/ann");
        Assert.Equal(Answer.Ok("[1]"), await Acts.GetAsync("/acts/count"));
    }

    [Theory]
    [InlineData("[2]")]
    [InlineData("[]")]
    [InlineData("[1, 1]")]
    [InlineData("1")]
    [InlineData("[\"1\"]")]
    [InlineData("[1.5]")]
    [InlineData("{\"actId\": 1}")]
    [InlineData("")]
    public async Task Upvote_UnknownOrMalformed_IsRefused(string body)
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/acts/upvote", body));
        Assert.Contains("\"upvotes\":0,", (await Acts.GetAsync("/categories/abc/acts")).Body);
    }

    [Fact]
    public async Task Upvote_Twice_AddsTwo()
    {
        await Acts.PostAsync("/acts", SelfieLessStack.Act("1"));
        Assert.Equal(Answer.Done, await Acts.PostAsync("/acts/upvote", "[1]"));
        Assert.Equal(Answer.Done, await Acts.PostAsync("/acts/upvote", "[1]"));
        Assert.Contains("\"upvotes\":2,", (await Acts.GetAsync("/categories/abc/acts")).Body);
    }
}
