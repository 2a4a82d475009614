using System.Net;
using System.Text.Json;
using Capstan.Database.Api.Problems;
using Capstan.Database.Log;
using Capstan.Database.Statements;
using Capstan.Database.Tests.Api.Rig;

namespace Capstan.Database.Tests.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_route_is_described_and_every_description_has_a_route()
    {
        await using var rig = await ApiRig.StartAsync();
        Assert.Equal(rig.Routes.Order(), ApiDescription.Operations.Select(operation => operation.Route).Order());
    }

    [Fact]
    public async Task The_document_and_the_overview_are_served()
    {
        await using var rig = await ApiRig.StartAsync(isOpen: false);
        using var document = await rig.GetAsync("/openapi/v1.json");
        Assert.Equal("3.1.0", ApiRig.Json(await document.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("openapi").GetString());
        using var overview = await rig.GetAsync("/");
        var text = await overview.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.All(
            ApiDescription.Operations.Where(operation => operation.Route != "GET /"),
            operation => Assert.Contains(operation.Route.Split(' ')[1], text, StringComparison.Ordinal));
        Assert.InRange(text.Split('\n').Length, 10, 25);
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_part_is_used()
    {
        var used = References(ApiDescription.Document).ToHashSet(StringComparer.Ordinal);
        Assert.All(used, reference => Assert.NotEqual(JsonValueKind.Undefined, ApiDescription.Resolve(reference).ValueKind));
        foreach (var kind in (string[])["schemas", "responses", "parameters", "headers"])
        {
            Assert.All(
                ApiDescription.Document.GetProperty("components").GetProperty(kind).EnumerateObject(),
                part => Assert.Contains($"#/components/{kind}/{part.Name}", used));
        }
    }

    [Fact]
    public void Every_operation_tells_its_right_and_every_code_is_listed()
    {
        Assert.All(ApiDescription.Operations, operation => Assert.Contains(operation.Operation.GetProperty("x-right").GetString(), new[] { "none", "read", "write", "admin" }));
        var codes = ApiDescription.Resolve("#/components/schemas/Problem").GetProperty("properties").GetProperty("code").GetProperty("enum")
            .EnumerateArray().Select(code => code.GetString()).ToList();
        foreach (var code in Enum.GetValues<AnswerCode>().Where(code => code != AnswerCode.Ok))
        {
            var problem = AnswerProblems.Of(Answer.Fault(code, Lsn.None, "x"));
            Assert.Contains(problem.Code, codes);
            Assert.InRange(problem.Status, 400, 504);
            Assert.Equal(problem.Status == (int)HttpStatusCode.ServiceUnavailable, problem.RetryAfter is not null);
        }
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
