using Capstan.Database.Log;
using Capstan.Database.Statements;

namespace Capstan.Simulation.Ledgers;

/// <summary>What the record at one LSN was and did, as the copies have it.</summary>
/// <param name="Hash">Hash of the record.</param>
/// <param name="Record">The record.</param>
/// <param name="Code">How it decided its request; null when it decided nothing.</param>
internal sealed record HistoryEntry(Digest Hash, LogRecord Record, AnswerCode? Code);
