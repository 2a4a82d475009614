using Capstan.Containers.Processes.Native;

namespace Capstan.Containers.Tests.Processes;

public sealed class ProcStatTests
{
    private const string Rest = "S 7 8 9 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 424242 1000 200 18446744073709551615";

    [Theory]
    [InlineData("sleep")]
    [InlineData("a b) c (d")]
    [InlineData(") Z 1 1 1")]
    public void Parse_AnyName_FindsTheFields(string name) =>
        Assert.Equal(new ProcStat(123, 'S', 7, 8, 9, 424242), ProcStat.Parse($"123 ({name}) {Rest}"));

    [Theory]
    [InlineData("")]
    [InlineData("123 (sleep")]
    [InlineData("123 (sleep) S 7")]
    public void Parse_OtherText_IsNull(string line) => Assert.Null(ProcStat.Parse(line));

    [Fact]
    public void Of_ThisProcess_IsAliveAndNamedByItsStart()
    {
        var us = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        Assert.True(us.IsAlive);
        Assert.False((us with { StartTicks = us.StartTicks + 1 }).IsAlive);
    }
}
