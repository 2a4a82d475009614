using System.Globalization;

namespace Capstan.SystemTests.Databases;

/// <summary>The tables of the load: registers, and a row for each time that a write took effect.</summary>
internal static class Registers
{
    public const int Keys = 8;

    /// <summary>The schema script. Nothing in it keeps a write from taking effect twice: that is the database's part.</summary>
    public static string Schema { get; } =
        $"""
        CREATE TABLE registers (key TEXT PRIMARY KEY, value INTEGER NOT NULL);
        CREATE TABLE effects (id INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL, value INTEGER NOT NULL);
        {string.Join('\n', Enumerable.Range(0, Keys).Select(key => $"INSERT INTO registers (key, value) VALUES ('{Name(key)}', 0);"))}
        """;

    public static string Name(int key) => string.Create(CultureInfo.InvariantCulture, $"k{key}");

    public static Sql[] Write(string request, string key, long value) =>
    [
        new("UPDATE registers SET value = ? WHERE key = ?", value, key) { Expect = "rows" },
        new("INSERT INTO effects (request, key, value) VALUES (?, ?, ?)", request, key, value),
    ];

    public static Sql[] Swap(string request, string key, long expected, long value) =>
    [
        new("UPDATE registers SET value = ? WHERE key = ? AND value = ?", value, key, expected) { Expect = "rows" },
        new("INSERT INTO effects (request, key, value) VALUES (?, ?, ?)", request, key, value),
    ];

    public static Sql Read(string key) => new("SELECT value FROM registers WHERE key = ?", key);
}
