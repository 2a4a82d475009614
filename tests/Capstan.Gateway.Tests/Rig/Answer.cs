namespace Capstan.Gateway.Tests.Rig;

/// <summary>An answer as it came over a connection.</summary>
/// <param name="Status">Its status; 0 when the connection ended before one.</param>
/// <param name="Head">Status line and fields, without the empty line.</param>
/// <param name="Body">Its body without framing, as far as it came.</param>
/// <param name="Trailers">Fields behind a chunked body.</param>
/// <param name="IsWhole">Whether it came to the end that its framing announced.</param>
internal sealed record Answer(int Status, string Head, string Body, string Trailers, bool IsWhole)
{
    public static readonly Answer None = new(0, "", "", "", IsWhole: false);

    public bool IsChunked => Field("Transfer-Encoding") == "chunked";

    public bool Closes => "close".Equals(Field("Connection"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a field; null when it is not there. Fails when it is there twice.</summary>
    public string? Field(string name) => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).SingleOrDefault();
}
