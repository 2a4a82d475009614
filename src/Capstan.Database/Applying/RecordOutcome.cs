using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Database.Applying;

/// <summary>A record that was read, and what became of it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Position">Of its message.</param>
/// <param name="Verdict">What it means here.</param>
/// <param name="Answer">The answer to its request, once it is applied.</param>
public readonly record struct RecordOutcome(LogRecord Record, LogPosition Position, Verdict Verdict, Answer? Answer);
