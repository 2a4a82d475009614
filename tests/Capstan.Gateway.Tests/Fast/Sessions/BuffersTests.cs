using Capstan.Core.Stacks;
using Capstan.Gateway.Fast.Native;
using Capstan.Gateway.Fast.Sessions;

namespace Capstan.Gateway.Tests.Fast.Sessions;

public sealed class BuffersTests
{
    [Theory]
    [InlineData(1, 2 * 1024)]
    [InlineData(2 * 1024, 2 * 1024)]
    [InlineData((2 * 1024) + 1, Buffers.Usual)]
    [InlineData(Buffers.Usual + 1, 48 * 1024)]
    [InlineData((48 * 1024) + 1, 128 * 1024)]
    public void TryRent_Length_IsTheSmallestThatHoldsIt(int length, int size)
    {
        var buffers = New();

        Assert.Equal(size, buffers.TryRentToSend(length)!.Size);
        Assert.Equal(size, buffers.TryRentToRead(length)!.Size);
        Assert.Equal(2 * size, buffers.Rented);
    }

    [Fact]
    public void TryRent_LargerThanAny_IsNull()
    {
        var buffers = New();

        Assert.Null(buffers.TryRentToSend(buffers.Largest + 1));
        Assert.Null(buffers.TryRentToRead(buffers.Largest + 1));
    }

    [Fact]
    public void TryRent_RoomIsTaken_LeavesAQuarterForWhatIsSentAndTheUsualOnesToAll()
    {
        var buffers = New();
        var read = All(() => buffers.TryRentToRead(Buffers.Usual + 1));

        Assert.InRange(buffers.Rented, (buffers.Room * 3 / 4) - (48 * 1024) + 1, buffers.Room * 3 / 4);
        Assert.Equal(buffers.Largest, buffers.Most);
        _ = All(() => buffers.TryRentToSend(Buffers.Usual + 1));
        Assert.InRange(buffers.Rented, buffers.Room - (48 * 1024) + 1, buffers.Room);
        Assert.Equal(Buffers.Usual, buffers.Most);
        Assert.NotNull(buffers.TryRentToSend(Buffers.Usual));
        Assert.NotNull(buffers.TryRentToRead(Buffers.Usual));

        read[0].Return();
        Assert.NotNull(buffers.TryRentToSend(Buffers.Usual + 1));
    }

    [Fact]
    public void TryRentFast_ForSpeedAlone_TakesAQuarterOfTheRoom()
    {
        var buffers = New();

        var fast = All(() => buffers.TryRentFast(Buffers.Usual));

        Assert.All(fast, block => Assert.Equal(128 * 1024, block.Size));
        Assert.Equal(buffers.Room / 4, buffers.Rented);
        Assert.Null(New().TryRentFast(128 * 1024));
    }

    [Fact]
    public void TryRentBelow_Length_IsSmallerOrNone()
    {
        var buffers = New();

        Assert.Equal(2 * 1024, buffers.TryRentBelow(Buffers.Usual, 300)!.Size);
        Assert.Equal(Buffers.Usual, buffers.TryRentBelow(128 * 1024, 3_000)!.Size);
        Assert.Null(buffers.TryRentBelow(Buffers.Usual, 3_000));
        Assert.Null(buffers.TryRentBelow(2 * 1024, 1));
    }

    // All that the stack file allows: a head that is kept, with a line of trailers behind it that takes all that trailers may.
    [Theory]
    [InlineData(1024, 256)]
    [InlineData(32 * 1024, 8 * 1024)]
    [InlineData(64 * 1024, 8 * 1024)]
    [InlineData(1024 * 1024, 1024 * 1024)]
    public void Largest_AnyLimits_HoldsTheLargestHeadWithItsTrailers(int headerBytes, int requestLine)
    {
        var buffers = New(headerBytes, requestLine);

        Assert.InRange(requestLine + (2 * headerBytes), 0, buffers.Largest);
        Assert.InRange(16L * buffers.Largest, 0, buffers.Room);
        Assert.Equal(buffers.Largest, buffers.TryRentToRead(buffers.Largest)!.Size);
    }

    private static Buffers New(int headerBytes = 32 * 1024, int requestLine = 8 * 1024) =>
        new(new GatewayLimits { HeaderBytes = headerBytes, RequestLine = requestLine }, static () => { });

    private static List<Block> All(Func<Block?> rent)
    {
        var blocks = new List<Block>();
        while (rent() is { } block)
            blocks.Add(block);
        return blocks;
    }
}
