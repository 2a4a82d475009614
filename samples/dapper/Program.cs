using Capstan.Client;
using Dapper;
using DapperSample;

string connectionString = args is [var given] ? given : "Url=http://127.0.0.1:8081";
await using var source = new CapstanDataSource(connectionString);
await using CapstanConnection connection = await source.OpenConnectionAsync();
await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, at TEXT NOT NULL)");

// Each element is a write of its own, done once whatever happens on the way.
Note[] notes = [new() { Text = "first", At = new DateTime(2026, 1, 1) }, new() { Text = "second", At = new DateTime(2026, 1, 2) }];
int written = await connection.ExecuteAsync("INSERT INTO notes (text, at) VALUES (@Text, @At)", notes);

// The connection is a session: whichever worker answers, it shows what was written above.
IEnumerable<Note> read = await connection.QueryAsync<Note>("SELECT id, text, at FROM notes ORDER BY id DESC LIMIT @written", new { written });
foreach (Note note in read)
{
    Console.WriteLine($"{note.Id} {note.Text} {note.At:yyyy-MM-dd}");
}
