using SelfieLess.Store.Journals;

namespace SelfieLess.Tests.Journals;

public sealed class Crc32CTests
{
    [Fact]
    public void Of_CheckString_IsTheKnownValue() => Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));

    [Fact]
    public void Append_AnySplit_EqualsTheWhole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 100).Select(i => (byte)(i * 7))];
        for (int split = 0; split <= bytes.Length; split++)
        {
            Assert.Equal(Crc32C.Of(bytes), Crc32C.Append(Crc32C.Of(bytes.AsSpan(0, split)), bytes.AsSpan(split)));
        }
    }
}
