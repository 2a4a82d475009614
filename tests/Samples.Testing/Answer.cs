namespace Samples.Testing;

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Body)
{
    public static Answer Done { get; } = new(200, "{}");

    public static Answer Created { get; } = new(201, "{}");

    public static Answer Refused { get; } = new(400, "{}");

    public static Answer NothingThere { get; } = new(204, "");

    public static Answer WrongMethod { get; } = new(405, "{}");

    public static Answer TooMany { get; } = new(413, "{}");

    public static Answer Failed { get; } = new(500, "{}");

    public static Answer Unavailable { get; } = new(503, "{}");

    public static Answer Ok(string body) => new(200, body);
}
