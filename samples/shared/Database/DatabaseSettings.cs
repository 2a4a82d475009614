using Capstan.Client;
using Samples.Shared.Hosting;

namespace Samples.Shared.Database;

/// <summary>Where the database is and how it is asked.</summary>
/// <param name="Address">Base of its API.</param>
/// <param name="Token">Bearer token; null for an open one.</param>
/// <param name="Level">Freshness of reads.</param>
public sealed record DatabaseSettings(Uri Address, string? Token = null, ReadLevel Level = ReadLevel.Session)
{
    /// <summary>
    /// Longest wait for one answer. Above the 9 s that the database itself waits for a new leader before it gives up.
    /// </summary>
    public TimeSpan Attempt { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for an operation with all its repetitions.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Reads <c>DATABASE_URL</c>, <c>DATABASE_TOKEN</c> or <c>DATABASE_TOKEN_FILE</c>, and <c>DATABASE_READS</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static DatabaseSettings Read(Variables variables, ReadLevel defaultLevel = ReadLevel.Session) =>
        new(variables.Base("DATABASE_URL", "http://127.0.0.1:8081"), Bearer(variables), Freshness(variables, defaultLevel));

    internal DatabaseClientOptions ToOptions(TimeProvider clock) =>
        new() { Address = Address, Token = Token, Level = Level, Attempt = Attempt, Deadline = Deadline, Time = clock };

    private static string? Bearer(Variables variables)
    {
        string token = variables.Text("DATABASE_TOKEN", ""), file = variables.Text("DATABASE_TOKEN_FILE", "");
        if (token.Length > 0 && file.Length > 0)
        {
            throw new SettingsException("DATABASE_TOKEN and DATABASE_TOKEN_FILE are both set; give one of them");
        }

        if (file.Length > 0)
        {
            token = ReadFile(file);
        }

        return token.Length == 0 ? null
            : token.All(c => c is > ' ' and < '\x7f') ? token
            : throw new SettingsException("the database's token has a space or a character beyond ASCII; give it as it was issued");
    }

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"DATABASE_TOKEN_FILE is '{file}', which cannot be read; give a file with the token: {fault.Message}");
        }
    }

    private static ReadLevel Freshness(Variables variables, ReadLevel defaultLevel) => variables.Text("DATABASE_READS", "") switch
    {
        "" => defaultLevel,
        "session" => ReadLevel.Session,
        "linear" => ReadLevel.Linear,
        var other => throw new SettingsException($"DATABASE_READS is '{other}'; give session or linear"),
    };
}
