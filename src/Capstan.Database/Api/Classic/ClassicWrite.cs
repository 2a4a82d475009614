using System.Text.Json;
using Capstan.Database.Api.Bodies;
using Capstan.Database.Api.Problems;

namespace Capstan.Database.Api.Classic;

/// <summary>Body of <c>db/write</c>: an insert, an update or a delete.</summary>
internal static class ClassicWrite
{
    /// <summary>Reads a body.</summary>
    /// <exception cref="BadRequestException">It is none.</exception>
    public static IClassicWrite Parse(JsonElement body) => (Has(body, "insert"), Has(body, "update"), Has(body, "delete")) switch
    {
        (true, false, false) => ClassicInsert.Parse(body),
        (false, true, false) => ClassicUpdate.Parse(body),
        (false, false, true) => ClassicDelete.Parse(body),
        _ => throw new BadRequestException("The body has not exactly one of 'insert', 'update' and 'delete'."),
    };

    private static bool Has(JsonElement body, string name) => JsonFields.Find(body, name) is not null;
}
