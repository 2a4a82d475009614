namespace Capstan.Core.Stacks;

/// <summary>Where and how the gateway writes a line for each request.</summary>
public sealed record AccessLogSpec
{
    /// <summary>Value of <see cref="Path"/> for the program's standard output.</summary>
    public const string StandardOutput = "stdout";

    /// <summary>Absolute path of a file, which is appended to, or <see cref="StandardOutput"/>.</summary>
    public required string Path { get; init; }

    /// <summary>Form of a line. Default <see cref="AccessLogFormat.Json"/>.</summary>
    public AccessLogFormat Format { get; init; } = AccessLogFormat.Json;

    /// <summary>Share of the requests that get a line, 0 to 1, chosen evenly. Default 1: all.</summary>
    public double Sample { get; init; } = 1;
}
