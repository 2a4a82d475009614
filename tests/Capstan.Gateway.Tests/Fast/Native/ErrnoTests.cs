using Capstan.Gateway.Fast.Native;

namespace Capstan.Gateway.Tests.Fast.Native;

public sealed class ErrnoTests
{
    [Theory]
    [InlineData(Errno.ProcessFull, true)]
    [InlineData(Errno.SystemFull, true)]
    [InlineData(Errno.NoMemory, true)]
    [InlineData(Errno.NoBuffers, true)]
    [InlineData(Errno.NoAddress, true)]
    [InlineData(Errno.Refused, false)]
    [InlineData(Errno.AddressInUse, false)]
    public void IsShortage_OnlyWhatThisMachineIsShortOf(int error, bool expected) => Assert.Equal(expected, Errno.IsShortage(error));
}
