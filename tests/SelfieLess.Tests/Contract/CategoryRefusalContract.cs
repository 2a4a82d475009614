using Samples.Testing;
using SelfieLess.Tests.Running;

namespace SelfieLess.Tests.Contract;

/// <summary>Categories that are refused, against the program itself.</summary>
public abstract class CategoryRefusalContract(StackFixture stack)
{
    private ServiceClient Acts => stack.Acts;

    [Theory]
    [InlineData("[\"abc\"]")]
    [InlineData("[]")]
    [InlineData("[\"x\", \"y\"]")]
    [InlineData("[7]")]
    [InlineData("[\"\"]")]
    [InlineData("\"x\"")]
    [InlineData("{\"0\": \"x\"}")]
    [InlineData("")]
    [InlineData("[\"x\"")]
    public async Task Add_TakenOrMalformed_IsRefused(string body)
    {
        Assert.Equal(Answer.Refused, await Acts.PostAsync("/categories", body));
        Assert.Equal(Answer.Ok("""{"abc":0}"""), await Acts.GetAsync("/categories"));
    }
}
