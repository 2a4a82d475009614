namespace DapperSample;

internal sealed record Note
{
    public long Id { get; init; }

    public string Text { get; init; } = "";

    public DateTime At { get; init; }
}
