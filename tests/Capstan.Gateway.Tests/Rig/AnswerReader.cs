using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Capstan.Gateway.Tests.Rig;

/// <summary>Reads one answer after the other off a connection, strictly by RFC 9112 section 6.3: what is left over is the next one's.</summary>
internal sealed class AnswerReader(Socket socket)
{
    private readonly StringBuilder _ahead = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private bool _ended;
    private bool _wasReset;

    /// <summary>What came and belongs to no answer that was read.</summary>
    public string Ahead => _ahead.ToString();

    /// <summary>The next final answer; interim ones go to the list.</summary>
    /// <param name="isHead">Whether it answers HEAD and so has no body.</param>
    /// <param name="interim">Takes answers of class 1xx but 101; they are skipped without it.</param>
    public async Task<Answer> ReadAsync(bool isHead = false, List<Answer>? interim = null)
    {
        while (true)
        {
            var answer = await ReadOneAsync(isHead);
            if (answer.Status is < 100 or 101 or >= 200)
                return answer;
            interim?.Add(answer);
        }
    }

    /// <summary>Whether the connection ends, and nothing comes before its end.</summary>
    public async Task<bool> EndsAsync() => _ahead.Length == 0 && !await MoreAsync();

    private async Task<Answer> ReadOneAsync(bool isHead)
    {
        if (await TakeThroughAsync("\r\n\r\n") is not { } head)
            return Answer.None;
        head = head[..^4];
        Assert.Matches(@"\AHTTP/1\.1 [1-9]\d\d ", head.Split("\r\n")[0] + " ");
        var answer = new Answer(int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture), head, "", "", IsWhole: true);
        if (isHead || answer.Status is < 200 or 204 or 304)
            return answer;
        if (answer.Field("Transfer-Encoding") is { } encoding)
        {
            Assert.Equal("chunked", encoding);
            Assert.Null(answer.Field("Content-Length"));
            return await ReadChunksAsync(answer);
        }

        if (answer.Field("Content-Length") is { } length)
        {
            var body = await TakeAsync(int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
            return answer with { Body = body.Text, IsWhole = body.IsWhole };
        }

        while (await MoreAsync())
        {
        }

        return answer with { Body = Drain(_ahead.Length), IsWhole = !_wasReset };
    }

    private async Task<Answer> ReadChunksAsync(Answer answer)
    {
        var body = new StringBuilder();
        while (await TakeThroughAsync("\r\n") is { } line)
        {
            var size = int.Parse(line[..^2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size == 0)
                return await ReadTrailersAsync(answer with { Body = body.ToString() });
            var data = await TakeAsync(size);
            body.Append(data.Text);
            if (!data.IsWhole || await TakeThroughAsync("\r\n") is not "\r\n")
                break;
        }

        return answer with { Body = body.ToString(), IsWhole = false };
    }

    private async Task<Answer> ReadTrailersAsync(Answer answer)
    {
        var trailers = new StringBuilder();
        while (await TakeThroughAsync("\r\n") is { } line)
        {
            if (line == "\r\n")
                return answer with { Trailers = trailers.ToString() };
            trailers.Append(line);
        }

        return answer with { IsWhole = false };
    }

    private async Task<string?> TakeThroughAsync(string end)
    {
        while (true)
        {
            var at = _ahead.ToString().IndexOf(end, StringComparison.Ordinal);
            if (at >= 0)
                return Drain(at + end.Length);
            if (!await MoreAsync())
                return null;
        }
    }

    private async Task<(string Text, bool IsWhole)> TakeAsync(int length)
    {
        while (_ahead.Length < length)
        {
            if (!await MoreAsync())
                return (Drain(_ahead.Length), false);
        }

        return (Drain(length), true);
    }

    private string Drain(int length)
    {
        var text = _ahead.ToString(0, length);
        _ahead.Remove(0, length);
        return text;
    }

    private async Task<bool> MoreAsync()
    {
        if (_ended)
            return false;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            var count = await socket.ReceiveAsync(_buffer, limit.Token);
            _ahead.Append(Encoding.Latin1.GetString(_buffer, 0, count));
            _ended = count == 0;
        }
        catch (SocketException)
        {
            _ended = _wasReset = true;
        }

        return !_ended;
    }
}
