using Capstan.Commands;

namespace Capstan.Tests.Commands;

public sealed class OutputStreamTests
{
    [Fact]
    public void Write_DiskFull_FailsOrIsLostAsAsked()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var descriptor = (int)full.DangerousGetHandle();

        Assert.Contains("cannot be written", Assert.Throws<IOException>(() => Say(new OutputStream(descriptor))).Message);
        Say(new OutputStream(descriptor, mayBeLost: true));
    }

    private static void Say(OutputStream output) => output.Write("a word"u8);
}
