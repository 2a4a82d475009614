using System.Text.Json;
using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Lists and ranges of a category.</summary>
public abstract class ListingContract(StoreKind kind) : IAsyncLifetime
{
    private SelfieLessStack? _stack;

    private ServiceClient Acts => _stack!.Acts;

    public async ValueTask InitializeAsync() => _stack = await SelfieLessStack.StartAsync(kind);

    public async ValueTask DisposeAsync() => await _stack!.DisposeAsync();

    [Fact]
    public async Task List_EqualTimestamps_LatestUploadFirst()
    {
        await UploadAsync(105);
        Assert.Equal(["105", "104", "103", "102", "101"], await IdsAsync("?start=1&end=5"));
        Assert.Equal(["1"], await IdsAsync("?start=105&end=105"));
    }

    [Fact]
    public async Task List_DifferentTimestamps_NewestByCalendarFirst()
    {
        // As text these would sort in another order: days, then months, and seconds before hours.
        string[] oldestFirst =
        [
            "31-12-2018:59-59-23", "01-01-2019:59-59-00", "01-01-2019:00-00-01", "30-01-2019:00-00-00", "02-02-2019:10-00-00", "02-02-2019:00-01-00",
        ];
        foreach (int index in (int[])[3, 0, 5, 1, 4, 2])
        {
            Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act($"{index}", timestamp: $"\"{oldestFirst[index]}\"")));
        }

        Assert.Equal(["5", "4", "3", "2", "1", "0"], await IdsAsync(""));
    }

    [Fact]
    public async Task List_HundredAndOneMore_IsAnsweredThenTooMany()
    {
        await UploadAsync(100);
        Assert.Equal(100, (await IdsAsync("")).Count);
        Assert.Equal(100, (await IdsAsync("?start=1&end=100")).Count);
        Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act("101")));
        Assert.Equal(Answer.TooMany, await Acts.GetAsync("/categories/abc/acts"));
        Assert.Equal(Answer.TooMany, await Acts.GetAsync("/categories/abc/acts?start=1&end=101"));
        Assert.Equal(100, (await IdsAsync("?start=2&end=101")).Count);
    }

    [Fact]
    public async Task List_EmptyCategory_Is204EvenOutOfBounds()
    {
        Assert.Equal(Answer.NothingThere, await Acts.GetAsync("/categories/abc/acts"));
        Assert.Equal(Answer.NothingThere, await Acts.GetAsync("/categories/abc/acts?start=200&end=300"));
        Assert.Equal(Answer.Refused, await Acts.GetAsync("/categories/abc/acts?start=1"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?start=1&end=1")]
    public async Task List_UnknownCategory_IsRefused(string query) =>
        Assert.Equal(Answer.Refused, await Acts.GetAsync($"/categories/unknown/acts{query}"));

    [Fact]
    public async Task List_AfterRemovalAmongEqualTimestamps_LacksThatActAlone()
    {
        await UploadAsync(5);
        Assert.Equal(Answer.Done, await Acts.DeleteAsync("/acts/3"));
        Assert.Equal(["5", "4", "2", "1"], await IdsAsync(""));
        Assert.Equal(Answer.Ok("[4]"), await Acts.GetAsync("/categories/abc/acts/size"));
    }

    [Fact]
    public async Task List_RangeOutOfBoundsOrNone_IsRefusedBeforeItsWidth()
    {
        await UploadAsync(103);
        string[] queries =
        [
            "start=200&end=300",
            "start=1&end=104",
            "start=0&end=2",
            "start=-1&end=2",
            "start=3&end=2",
            "start=1",
            "end=1",
            "start=&end=",
            "start=a&end=b",
            "start=1.0&end=2",
            "start=1&start=1&end=2",
            "start=1&end=99999999999999999999999999",
        ];
        foreach (string query in queries)
        {
            Assert.Equal((query, Answer.Refused), (query, await Acts.GetAsync($"/categories/abc/acts?{query}")));
        }
    }

    private async Task UploadAsync(int acts)
    {
        for (int id = 1; id <= acts; id++)
        {
            Assert.Equal(Answer.Created, await Acts.PostAsync("/acts", SelfieLessStack.Act($"{id}")));
        }
    }

    private async Task<List<string>> IdsAsync(string query)
    {
        Answer answer = await Acts.GetAsync($"/categories/abc/acts{query}");
        Assert.Equal(200, answer.Status);
        using JsonDocument json = JsonDocument.Parse(answer.Body);
        return [.. json.RootElement.EnumerateArray().Select(act => act.GetProperty("actId").GetRawText())];
    }
}
