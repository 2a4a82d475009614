using System.Buffers;
using System.Text;
using Capstan.Containers.Processes.Logs;
using Capstan.Core.Replicas;

namespace Capstan.Containers.Tests.Processes;

public sealed class LogFormatTests
{
    private static readonly DateTime Moment = new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc).AddTicks(1234567);

    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("", "")]
    [InlineData(" o e ", " o e ")]
    [InlineData("dos\r", "dos")]
    [InlineData("\0\u0001ä", "\0\u0001ä")]
    public void Parse_WhatWasWritten_IsTheSame(string text, string expected)
    {
        var buffer = new ArrayBufferWriter<byte>();
        LogFormat.Write(buffer, Moment, 12, isError: true, Encoding.UTF8.GetBytes(text), isCut: false);
        var line = LogFormat.Parse(buffer.WrittenSpan[..^1], "web", 3);
        Assert.Equal(new LogLine(new ReplicaId("web", 3, 12), new DateTimeOffset(Moment), IsError: true, expected), line);
    }

    [Fact]
    public void Parse_BytesThatAreNotText_ReplacesThem()
    {
        var buffer = new ArrayBufferWriter<byte>();
        LogFormat.Write(buffer, Moment, 1, isError: false, [0xff, (byte)'x'], isCut: true);
        Assert.Equal("\ufffdx [cut]", LogFormat.Parse(buffer.WrittenSpan[..^1], "web", 0)!.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#capstan-log 3")]
    [InlineData("2026-03-04T05:06:07.1234567Z")]
    [InlineData("2026-03-04T05:06:07.1234567Z 1")]
    [InlineData("2026-03-04T05:06:07.1234567Z 1 o")]
    [InlineData("2026-03-04T05:06:07.1234567Z 1 x text")]
    [InlineData("6-03-04T05:06:07.1234567Z 1 o text")]
    public void Parse_TornLine_IsNull(string line) => Assert.Null(LogFormat.Parse(Encoding.UTF8.GetBytes(line), "web", 0));
}
