using Capstan.Gateway.Fast.Sessions;
using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>What becomes of large messages while all the room for them is taken: 503, which is no failure of the replica.</summary>
[Trait("only-plane", "fast")]
public sealed class RoomTests
{
    private const string Get = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";
    private const string Chunked = "POST /web HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n";

    // The usual blocks have 18 KiB. What almost fills one can be read into it, but not sent out of it with the fields that are added.
    [Theory]
    [InlineData(16_300, 200)]
    [InlineData(18_200, 503)]
    [InlineData(20_000, 503)]
    public async Task Request_HeadOfALength_IsForwardedUpToSixteenKibibytes(int length, int status)
    {
        await using var backend = new RawBackend();
        await using var rig = await StartAsync(backend);

        await AnsweredAsync(rig, Get.Insert(Get.Length - 2, "X-Long: ".PadRight(length, 'x') + "\r\n"), status);

        Assert.Equal(status == 200 ? 1 : 0, backend.Lines.Count);
    }

    [Theory]
    [InlineData(16_300, 200)]
    [InlineData(18_320, 503)]
    [InlineData(20_000, 503)]
    public async Task Answer_HeadOfALength_IsForwardedUpToSixteenKibibytes(int length, int status)
    {
        var field = "X-Long: ".PadRight(length, 'x');
        await using var backend = new RawBackend((socket, self) =>
            self.AnswerAllAsync(socket, $"HTTP/1.1 200 OK\r\n{field}\r\nContent-Length: 2\r\n\r\nok"));
        await using var rig = await StartAsync(backend);

        await AnsweredAsync(rig, Get, status);
    }

    [Fact]
    public async Task Request_TrailerIsLarge_IsRefused()
    {
        await using var backend = new RawBackend((socket, self) => self.RecordAsync(socket));
        await using var rig = await StartAsync(backend);

        await AnsweredAsync(rig, Chunked + "X-Trailer: ".PadRight(20_000, 'x') + "\r\n\r\n", 503);
    }

    private static async Task<LoopRig> StartAsync(RawBackend backend)
    {
        var rig = await LoopRig.StartAsync(backend.AsTarget());
        await rig.DoAsync(() =>
        {
            while (rig.Worker.Buffers.TryRentToSend(Buffers.Usual + 1) is not null)
            {
            }
        });
        return rig;
    }

    private static async Task AnsweredAsync(LoopRig rig, string request, int status)
    {
        using var client = await RawClient.ConnectAsync(rig.Port);

        var answer = await client.GetAsync(request);

        Assert.Equal((status, status == 503), (answer.Status, answer.Field("Retry-After") is not null));
        Assert.Equal(0, rig.Read().Targets[0].Failures);
    }
}
