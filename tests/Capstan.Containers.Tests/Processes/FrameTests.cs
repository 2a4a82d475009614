using Capstan.Containers.Processes.Wire;

namespace Capstan.Containers.Tests.Processes;

public sealed class FrameTests
{
    private static readonly Frame Full = new(FrameKind.Start)
    {
        Call = long.MaxValue,
        Replica = "web/0#1",
        Number = -3,
        Amount = 42,
        Text = "/bin/sh",
        Folder = "/tmp/ä",
        Words = ["sh", "-c", ""],
        Environment = ["A=1", "B=\n"],
    };

    [Fact]
    public void ReadFrom_WhatWasWritten_IsTheSame()
    {
        using var stream = new MemoryStream();
        Full.WriteTo(stream);
        stream.Position = 0;
        var read = Frame.ReadFrom(stream)!;
        Assert.Equal(Full with { Words = [], Environment = [] }, read with { Words = [], Environment = [] });
        Assert.Equal(Full.Words, read.Words);
        Assert.Equal(Full.Environment, read.Environment);
        Assert.Null(Frame.ReadFrom(stream));
    }

    [Fact]
    public void ReadFrom_StreamCutAnywhere_IsNull()
    {
        using var stream = new MemoryStream();
        Full.WriteTo(stream);
        for (var length = 0; length < stream.Length; length++)
            Assert.Null(Frame.ReadFrom(new MemoryStream(stream.ToArray(), 0, length)));
    }

    [Fact]
    public void ReadFrom_ForeignBytes_Throws() =>
        Assert.Throws<InvalidDataException>(() => Frame.ReadFrom(new MemoryStream("hello world"u8.ToArray())));
}
