using Capstan.Gateway.Tests.Rig;

namespace Capstan.Gateway.Tests.Fast.Sessions;

/// <summary>The time that a head has from its first byte on; the loop's clock stands but for jumps.</summary>
public sealed class HeadTimeTests
{
    private const string Request = "GET /web HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Head_ComesByteByByte_IsGivenUpWithinItsTime(bool isSecond)
    {
        await using var backend = new RawBackend();
        await using var rig = await LoopRig.StartAsync(backend.AsTarget());
        rig.Time.Stand();
        using var client = await RawClient.ConnectAsync(rig.Port);
        if (isSecond)
            Assert.Equal(200, (await client.GetAsync(Request)).Status);

        // Ten seconds are allowed.
        foreach (var letter in Request[..4])
        {
            await client.SendAsync(letter.ToString());
            await rig.UntilAsync(() => rig.Worker.Buffers.Rented > 0);
            await rig.JumpAsync(TimeSpan.FromSeconds(3));
        }

        var answer = await client.Answers.ReadAsync();
        Assert.Equal((408, true), (answer.Status, answer.Closes));
    }
}
