using System.IO.Pipelines;
using System.Text;
using Capstan.Gateway.Listening;

namespace Capstan.Gateway.Tests.Listening;

public sealed class PrependedInputTests
{
    private readonly Pipe _pipe = new();

    [Fact]
    public async Task Read_First_ComesBeforeTheRest()
    {
        var input = new PrependedInput(_pipe.Reader, "first"u8.ToArray());
        await WriteAsync(" rest");

        Assert.Equal("first", await TakeAsync(input, 5));
        Assert.Equal(" rest", await TakeAsync(input, 5));
    }

    [Fact]
    public async Task Read_MoreThanFirstIsWanted_ComesAsOne()
    {
        var input = new PrependedInput(_pipe.Reader, "first"u8.ToArray());
        var read = await input.ReadAsync(TestContext.Current.CancellationToken);
        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        var pending = input.ReadAsync(TestContext.Current.CancellationToken);
        Assert.False(pending.IsCompleted);
        await WriteAsync(" rest");
        read = await pending;

        Assert.Equal("first rest", Encoding.ASCII.GetString(read.Buffer));
        input.AdvanceTo(read.Buffer.GetPosition(7), read.Buffer.End);
        await WriteAsync("!");
        Assert.Equal("est!", await TakeAsync(input, 4));
    }

    [Fact]
    public async Task Read_PartOfFirstUsed_GoesOnWithItsRest()
    {
        var input = new PrependedInput(_pipe.Reader, "first"u8.ToArray());
        Assert.Equal("fi", await TakeAsync(input, 2));
        Assert.True(input.TryRead(out var read));
        Assert.Equal("rst", Encoding.ASCII.GetString(read.Buffer));
        input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.False(input.TryRead(out _));
        await _pipe.Writer.CompleteAsync();
        read = await input.ReadAsync(TestContext.Current.CancellationToken);

        Assert.True(read.IsCompleted);
        Assert.Equal("rst", Encoding.ASCII.GetString(read.Buffer));
    }

    private static async Task<string> TakeAsync(PipeReader input, int count)
    {
        var read = await input.ReadAsync(TestContext.Current.CancellationToken);
        var taken = read.Buffer.Slice(0, count);
        var text = Encoding.ASCII.GetString(taken);
        input.AdvanceTo(taken.End);
        return text;
    }

    private async Task WriteAsync(string text) => await _pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
}
