using System.Text.Json;

namespace Capstan.SystemTests.Databases;

/// <summary>An answer of the database's API.</summary>
/// <param name="Status">HTTP status; zero when none came.</param>
/// <param name="Code">Code of the problem; empty for a success.</param>
/// <param name="Position">The position it names; zero when none.</param>
/// <param name="Body">The body; empty when none came.</param>
/// <param name="MayHaveBeenSent">Whether the server may have got the request.</param>
internal sealed record SqlAnswer(int Status, string Code, long Position, string Body, bool MayHaveBeenSent = true)
{
    public bool IsOk => Status == 200;

    public bool IsMismatch => Code == "nothing_matched";

    /// <summary>Surely without effect, now and later.</summary>
    public bool IsRefused => !MayHaveBeenSent || Status is 400 or 403 or 404 or 409 or 413 or 422 or 503 || Code is "expired" or "poison";

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The only value of the only row of the first statement; null without a row.</summary>
    public long? Value()
    {
        var rows = Json.GetProperty("results")[0].GetProperty("rows");
        return rows.GetArrayLength() == 0 ? null : rows[0][0].GetInt64();
    }

    public override string ToString() => $"{Status} {Code} {Body}";
}
