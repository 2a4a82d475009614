using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>
/// Connection strings: <c>Url=http://127.0.0.1:8081;Token=…;Level=session;Deadline=30s</c>. A key or value that is not known is refused at
/// once, with the place and what may stand there.
/// </summary>
public sealed class CapstanConnectionStringBuilder : DbConnectionStringBuilder
{
    private const string UrlKey = "Url";
    private const string TokenKey = "Token";
    private const string TokenFileKey = "Token File";
    private const string LevelKey = "Level";
    private const string DeadlineKey = "Deadline";
    private const string AttemptKey = "Attempt";
    private const string MaxStalenessKey = "Max Staleness";
    private const string EnlistKey = "Enlist";

    private static readonly string[] Known = [UrlKey, TokenKey, TokenFileKey, LevelKey, DeadlineKey, AttemptKey, MaxStalenessKey, EnlistKey];

    /// <summary>Without values.</summary>
    public CapstanConnectionStringBuilder()
    {
    }

    /// <summary>With those of a connection string.</summary>
    /// <exception cref="ArgumentException">It has something that is not known.</exception>
    public CapstanConnectionStringBuilder(string connectionString) => ConnectionString = connectionString;

    /// <summary>Base of the database's API. Default <c>http://127.0.0.1:8081</c>. <c>Data Source</c> is another name for it.</summary>
    public string Url
    {
        get => Text(UrlKey) ?? "http://127.0.0.1:8081";
        set => this[UrlKey] = value;
    }

    /// <summary>Bearer token; null for an open database.</summary>
    public string? Token
    {
        get => Text(TokenKey);
        set => this[TokenKey] = value;
    }

    /// <summary>File that holds the token alone, read when the first connection is made; instead of <see cref="Token"/>.</summary>
    public string? TokenFile
    {
        get => Text(TokenFileKey);
        set => this[TokenFileKey] = value;
    }

    /// <summary>How fresh reads are. Default <see cref="ReadLevel.Session"/>.</summary>
    public ReadLevel Level
    {
        get => Text(LevelKey) is { } text ? ConnectionValues.Level(LevelKey, text) : ReadLevel.Session;
        set => this[LevelKey] = RequestBody.NameOf(value);
    }

    /// <summary>Longest time of one command with all repetitions. Default 30 s. A command's own timeout goes before it.</summary>
    public TimeSpan Deadline
    {
        get => Time(DeadlineKey) ?? DatabaseClientOptions.DefaultDeadline;
        set => this[DeadlineKey] = WireTime.Of(value);
    }

    /// <summary>Longest wait for one answer. Default 10 s.</summary>
    public TimeSpan Attempt
    {
        get => Time(AttemptKey) ?? DatabaseClientOptions.DefaultAttempt;
        set => this[AttemptKey] = WireTime.Of(value);
    }

    /// <summary>How stale reads of level any may be; null leaves it to the database.</summary>
    public TimeSpan? MaxStaleness
    {
        get => Time(MaxStalenessKey);
        set => this[MaxStalenessKey] = value is { } age ? WireTime.Of(age) : null;
    }

    /// <summary>
    /// Whether opening within an ambient <see cref="System.Transactions.Transaction"/> would join it, which the database cannot: it is
    /// refused. With <c>false</c> the connection stays out of it. Default <c>true</c>.
    /// </summary>
    public bool Enlist
    {
        get => Text(EnlistKey) is not { } text || ConnectionValues.Flag(EnlistKey, text);
        set => this[EnlistKey] = value ? "true" : "false";
    }

    /// <inheritdoc />
    public override ICollection Keys => Known.Where(ContainsKey).ToArray();

    /// <inheritdoc />
    [AllowNull]
    public override object this[string keyword]
    {
        get => base[NameOf(keyword)];
        set
        {
            var name = NameOf(keyword);
            if (value is not null)
                ConnectionValues.Check(name, value.ToString() ?? "");
            base[name] = value;
        }
    }

    /// <inheritdoc />
    public override bool ContainsKey(string keyword) => base.ContainsKey(NameOf(keyword));

    /// <inheritdoc />
    public override bool Remove(string keyword) => base.Remove(NameOf(keyword));

    /// <inheritdoc />
    public override bool ShouldSerialize(string keyword) => base.ShouldSerialize(NameOf(keyword));

    /// <inheritdoc />
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value) => base.TryGetValue(NameOf(keyword), out value);

    /// <summary>The options of a client for it. Reads the token's file.</summary>
    /// <exception cref="ArgumentException">Something cannot be used.</exception>
    public DatabaseClientOptions ToOptions() => new()
    {
        Address = ConnectionValues.Address(UrlKey, Url),
        Token = TokenFile is not { } file ? Token
            : Token is null ? ConnectionValues.ReadToken(TokenFileKey, file)
            : throw new ArgumentException($"The connection string has {TokenKey} and {TokenFileKey}; give one of them."),
        Level = Level,
        Deadline = Deadline,
        Attempt = Attempt,
        MaxStaleness = MaxStaleness,
    };

    private static string NameOf(string keyword)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        if (keyword.Equals("Data Source", StringComparison.OrdinalIgnoreCase) || keyword.Equals("DataSource", StringComparison.OrdinalIgnoreCase))
            return UrlKey;
        return Array.Find(Known, name => name.Equals(keyword, StringComparison.OrdinalIgnoreCase) || name.Replace(" ", "").Equals(keyword, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"The connection string has '{keyword}', which is not known; known are: {string.Join(", ", Known)}.", nameof(keyword));
    }

    private string? Text(string key) => base.TryGetValue(key, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private TimeSpan? Time(string key) => Text(key) is { } text ? ConnectionValues.Time(key, text) : null;
}
