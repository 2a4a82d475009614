using Capstan.RabbitMq.Connecting;

namespace Capstan.RabbitMq.Tests.Connecting;

public sealed class SharedQuestionTest
{
    private readonly List<TaskCompletionSource<int>> _asked = [];
    private readonly SharedQuestion<int> _question;

    public SharedQuestionTest() => _question = new SharedQuestion<int>(() =>
    {
        _asked.Add(new TaskCompletionSource<int>());
        return _asked[^1].Task;
    });

    [Fact]
    public async Task Ask_WhileOneIsOnItsWay_SharesTheNextOne()
    {
        var first = _question.AskAsync();
        Task<int>[] others = [_question.AskAsync(), _question.AskAsync(), _question.AskAsync()];
        Assert.Single(_asked);
        _asked[0].SetResult(1);
        Assert.Equal(1, await first);
        Assert.All(others, other => Assert.False(other.IsCompleted));
        await AskedAsync(2);
        var late = _question.AskAsync();
        _asked[1].SetResult(2);
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal(2, answer));
        await AskedAsync(3);
        _asked[2].SetResult(3);
        Assert.Equal(3, await late);
    }

    [Fact]
    public async Task Ask_AfterAnAnswer_AsksAnew()
    {
        var first = _question.AskAsync();
        _asked[0].SetResult(1);
        Assert.Equal(1, await first);
        var second = _question.AskAsync();
        _asked[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task Ask_OneFails_TheNextIsAskedAllTheSame()
    {
        var first = _question.AskAsync();
        var second = _question.AskAsync();
        _asked[0].SetException(new IOException("gone"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await AskedAsync(2);
        _asked[1].SetResult(2);
        Assert.Equal(2, await second);
    }

    private async Task AskedAsync(int count)
    {
        while (_asked.Count < count)
            await Task.Yield();
    }
}
