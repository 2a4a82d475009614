using Capstan.Commands;
using Capstan.Control;
using Capstan.Events;
using Capstan.Screens;
using Capstan.Tests.Admin;

namespace Capstan.Tests.Screens;

public sealed class StackScreenTests
{
    private static readonly DateTimeOffset Now = FakeStackControl.Start.AddSeconds(250);

    private static readonly StackEvent[] Happened =
    [
        new() { Id = 1, Time = Now.AddSeconds(-60), Kind = EventKinds.ReplicaFailed, Replica = "acts/1#3", Service = "acts", Reason = "exit code 137" },
        new() { Id = 2, Time = Now.AddSeconds(-59), Kind = EventKinds.ReplicaStarted, Replica = "acts/1#4", Service = "acts", Reason = "to replace acts/1#3 on port 8001" },
    ];

    [Fact]
    public void Compose_WideTerminal_IsThisTranscript() => Assert.Equal(
        """
        capstan  demo  running  on process, up 4m10s, pid 4711
        gateway  http://127.0.0.1:8080   admin  http://127.0.0.1:9900

        acts          1 of 2 ready    17 req/s     5 in flight    3 errors    /api/v1
          27 requests in window 2, decided in 2s: 2 replicas (13 more requests would ask for 3)
          0   :8000   pid 501       ready     4m10s   3    200 in 2 ms
          1   :8001   pid 502       starting  1m00s   0    refused; waits for its first 200

        users         1 of 1 ready    0.0 req/s    0 in flight    /api/v1/users
          0   :9000   0123456789ab  ready     4m10s   0
          10.0.0.5:80               ready     4m10s   0    200 in 9 ms

        ! acts/1 does not answer
        12:03:10  replica.failed      acts/1#3: exit code 137
        12:03:11  replica.started     acts/1#4: to replace acts/1#3 on port 8001

        try  capstan status  ·  capstan scale acts=3
             Ctrl-C stops the stack, a second Ctrl-C at once
        """,
        Render(100, 40));

    [Fact]
    public void Compose_ServiceOfTargetsAlone_CountsThemAsReady()
    {
        var away = new TargetStatus("10.0.0.6:80", "starting", Now, null, 0, 0, false);
        var users = FakeStackControl.Users();
        var line = ServiceLines.Of(users with { Wanted = 0, Replicas = [], Targets = [.. users.Targets, away] }, Now).First();
        Assert.StartsWith("users         1 of 2 ready    ", line.Plain(120));
    }

    [Fact]
    public void Of_Database_IsThisTranscript() => Assert.Equal(
        """
        main          leader 0   1 of 2 followers  13 reads/s    3.0 writes/s   3 waiting   1 error     http://127.0.0.1:8081
          27 reads in window 0, decided in 2s: 2 followers (14 more reads would ask for 3)
          0   leader    pid 601       ready     4m10s   at 40
          1   follower  pid 602       ready     4m10s   at 33       7 behind
          2   -         pid 603       starting  1m00s               has not joined yet
        """,
        string.Join('\n', DatabaseLines.Of(FakeStackControl.Rides(), Now).Select(line => line.Plain(140))));

    [Fact]
    public void Compose_NarrowTerminal_CutsLinesAtItsWidth()
    {
        var lines = Render(40, 40).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 40));
        Assert.Equal("capstan  demo  running  on process, up …", lines[0]);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(10)]
    [InlineData(3)]
    [InlineData(1)]
    public void Compose_LowTerminal_NeverTakesMoreLinesThanItHas(int height)
    {
        var lines = Render(100, height).Split('\n');
        Assert.InRange(lines.Length, 1, height);
        Assert.StartsWith("capstan  demo", lines[0]);
    }

    [Fact]
    public void Compose_LowTerminal_SaysHowMuchIsHidden() => Assert.Contains("  … 7 lines more: make the window taller or see 'status'", Render(100, 12));

    [Fact]
    public void Colored_ControlCharactersFromOutside_NeverReachTheTerminal()
    {
        var line = new ScreenLine().Add("evil\e[2J\r\nname", Tone.Bad);
        Assert.Equal("\e[31mevil [2J  name\e[0m", line.Colored(80));
    }

    [Fact]
    public void Plain_ExactlyAsWide_IsNotCut()
    {
        var line = new ScreenLine().Add("12345").Add("67890");
        Assert.Equal("1234567890", line.Plain(10));
        Assert.Equal("12345678…", line.Plain(9));
        Assert.Equal("1234…", line.Plain(5));
    }

    [Theory]
    [InlineData(0, 0, null, "0 requests in window 0, decided in 2m00s: 1 replica (the maximum)")]
    [InlineData(1, 1, 1L, "1 request in window 0, decided in 2m00s: 1 replica (1 more request would ask for 2)")]
    public void WindowText_Counts_AreSaidInWords(long count, int _, long? more, string text) =>
        Assert.Equal(text, WindowText.Of(new WindowStatus(0, count, 120, Now.AddMinutes(2), 1, more), Now));

    [Theory]
    [InlineData(-1, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(192, "3m12s")]
    [InlineData(18_420, "5h07m")]
    [InlineData(273_600, "3d04h")]
    public void Span_Seconds_IsHumane(double seconds, string text) => Assert.Equal(text, Humane.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(250, "250ms")]
    [InlineData(1_500, "1500ms")]
    [InlineData(5_000, "5s")]
    [InlineData(90_000, "90s")]
    [InlineData(120_000, "2m")]
    [InlineData(7_200_000, "2h")]
    public void Length_Milliseconds_IsExact(int milliseconds, string text) => Assert.Equal(text, Humane.Length(TimeSpan.FromMilliseconds(milliseconds)));

    private static string Render(int width, int height)
    {
        var status = new FakeStackControl().Now with { Problems = ["acts/1 does not answer"] };
        var lines = StackScreen.Compose(status, Happened, ["capstan status", "capstan scale acts=3"], "Ctrl-C stops the stack, a second Ctrl-C at once", Now, TimeZoneInfo.Utc, height);
        return string.Join('\n', lines.Select(line => line.Plain(width)));
    }
}
