using System.Text;
using System.Text.Json;
using Capstan.Client.Tests.Rig;

namespace Capstan.Client.Tests.Protocol;

/// <summary>Imports, and what the database says of them.</summary>
public sealed class ImportTests
{
    private const string Imported = """{"position":8,"requestId":"k","digest":"ab","results":[{"table":"t","rows":3,"created":true}]}""";

    [Theory]
    [InlineData(false, "/v1/import")]
    [InlineData(true, "/v1/import?create=true")]
    public async Task Import_APassingFault_SendsTheWholeFileAgainUnderTheSameKey(bool mayCreate, string path)
    {
        await using var server = await PlayedServer.StartAsync(Answers.Break, Answers.Problem(504, "outcome_unknown"), Answers.Garbage(Imported));
        using var client = server.Client();
        using var file = new MemoryStream(Encoding.ASCII.GetBytes("a file"));

        var answer = await client.ImportAsync(file, file.Length, new ImportOptions { MayCreate = mayCreate, Key = "mine" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([new ImportedTable("t", 3, true)], answer.Tables);
        Assert.Equal(8, client.Position);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal((path, "mine", "a file"), server.Requests.Select(request => (request.Path, request.Key, request.Body)).Distinct().Single());
    }

    [Fact]
    public void ReadImport_AnAnswer_GivesItsTables()
    {
        var answer = AnswerReader.ReadImport(Encoding.UTF8.GetBytes(
            """{"position":12,"requestId":"k","digest":"ab","results":[{"table":"t","rows":3,"created":true,"later":{}},{"table":"u","rows":0,"created":false}],"more":[1]}"""));

        Assert.Equal((12L, "k", "ab"), (answer.Position, answer.RequestId, answer.Digest));
        Assert.Equal([new ImportedTable("t", 3, true), new ImportedTable("u", 0, false)], answer.Tables);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"position":12,"requestId":"k"}""")]
    [InlineData("""{"position":12,"requestId":"k","digest":"ab","results":{}}""")]
    [InlineData("""{"position":12,"requestId":"k","digest":"ab","results":[]} x""")]
    public void ReadImport_AnythingElse_IsNone(string text) => Assert.ThrowsAny<JsonException>(() => AnswerReader.ReadImport(Encoding.UTF8.GetBytes(text)));
}
