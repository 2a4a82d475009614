using System.Security.Cryptography;
using Capstan.Database.Log;

namespace Capstan.Database.Tests.Log;

public sealed class ShortHashTests
{
    /// <summary>Every length up to several of the algorithm's blocks, and those around the longest short one.</summary>
    [Fact]
    public void Of_AnyLength_IsSha256()
    {
        var text = new byte[ShortHash.Longest + 100];
        Random.Shared.NextBytes(text);
        foreach (var length in Enumerable.Range(0, 300).Concat(Enumerable.Range(ShortHash.Longest - 1, 101)))
        {
            var hash = new byte[Digest.Size];
            ShortHash.Of(text.AsSpan(0, length), hash);
            Assert.Equal(SHA256.HashData(text.AsSpan(0, length)), hash);
        }
    }

    [Fact]
    public void Of_NoRoomForTheHash_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortHash.Of([1], new byte[Digest.Size - 1]));
        Assert.ThrowsAny<ArgumentException>(() => ShortHash.Of(new byte[ShortHash.Longest + 1], new byte[Digest.Size - 1]));
    }

    /// <summary>Otherwise the tests above have tried .NET's own alone.</summary>
    [Fact]
    public void IsPlain_OpenSslIsHere_ItsFunctionsServe()
    {
        Assert.SkipUnless(SafeEvpPKeyHandle.OpenSslVersion > 0, "There is no OpenSSL.");
        Assert.True(ShortHash.IsPlain);
    }
}
