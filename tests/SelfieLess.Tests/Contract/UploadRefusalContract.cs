using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Uploads that are refused, against the program itself.</summary>
public abstract class UploadRefusalContract(StackFixture stack)
{
    private ServiceClient Acts => stack.Acts;

    [Theory]
    [InlineData("\"10/10/2034\"")]
    [InlineData("\"10-10-2019:45-23-3\"")]
    [InlineData("\"10-10-2019:45-23-24\"")]
    [InlineData("\"10-10-2019:60-23-03\"")]
    [InlineData("\"10-10-2019:45-60-03\"")]
    [InlineData("\"29-02-2019:45-23-03\"")]
    [InlineData("\"31-04-2019:45-23-03\"")]
    [InlineData("\"10-13-2019:45-23-03\"")]
    [InlineData("\"00-10-2019:45-23-03\"")]
    [InlineData("\"10-10-0000:45-23-03\"")]
    [InlineData("\"10-10-2019 45-23-03\"")]
    [InlineData("\" 10-10-2019:45-23-03\"")]
    [InlineData("\"+1-10-2019:45-23-03\"")]
    [InlineData("\"١٠-10-2019:45-23-03\"")]
    [InlineData("1570677825")]
    [InlineData(null)]
    public Task Upload_TimestampNotReal_IsRefused(string? timestamp) => AssertRefusedAsync(SelfieLessStack.Act("1", timestamp: timestamp));

    [Theory]
    [InlineData("\"$$$$\"")]
    [InlineData("\"QUJ\"")]
    [InlineData("\"QUJDQ\"")]
    [InlineData("\"Q===\"")]
    [InlineData("\"====\"")]
    [InlineData("\"QQ=D\"")]
    [InlineData("\"QQ==QUJD\"")]
    [InlineData("\"QU D\"")]
    [InlineData("\"QUJD\\n\"")]
    [InlineData("\"QU-_\"")]
    [InlineData("\"QUJ\\ud800\"")]
    [InlineData("\"data:image/png;base64,QUJD\"")]
    [InlineData("7")]
    [InlineData(null)]
    public Task Upload_ImageNotBase64_IsRefused(string? image) => AssertRefusedAsync(SelfieLessStack.Act("1", image: image));

    [Theory]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    [InlineData(null)]
    public Task Upload_IdNotUnsignedNumber_IsRefused(string? id) => AssertRefusedAsync(SelfieLessStack.Act(id));

    [Fact]
    public async Task Upload_UserCategoryOrCaptionMissingOrUnknown_IsRefused()
    {
        await AssertRefusedAsync(SelfieLessStack.Act("1", username: null));
        await AssertRefusedAsync(SelfieLessStack.Act("1", username: "\"an\""));
        await AssertRefusedAsync(SelfieLessStack.Act("1", category: null));
        await AssertRefusedAsync(SelfieLessStack.Act("1", category: "\"ab\""));
        await AssertRefusedAsync(SelfieLessStack.Act("1", caption: null));
        await AssertRefusedAsync(SelfieLessStack.Act("1", caption: "7"));
        await AssertRefusedAsync("");
        await AssertRefusedAsync("[]");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("null")]
    [InlineData("\"many\"")]
    public Task Upload_WithUpvotes_IsRefused(string upvotes) => AssertRefusedAsync(SelfieLessStack.Act("1", upvotes: upvotes));

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\ud800\\ud800")]
    [InlineData("upv\\ud800tes")]
    public Task Upload_WithANameThatIsNoUnicode_IsRefused(string name) =>
        AssertRefusedAsync(SelfieLessStack.Act("1")[..^1] + $", \"{name}\": 1}}");

    private async Task AssertRefusedAsync(string body)
    {
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/acts", body));
        Assert.Equal(Answer.Ok("[0]"), await Acts.GetAsync("/acts/count"));
    }
}
