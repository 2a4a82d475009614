namespace Capstan.Sqlite;

/// <summary>
/// A function of SQL. Returns by one of the call's Return methods, else NULL. An exception ends the statement and is thrown from its step;
/// for a refusal that is the statement's own fault use <see cref="SqliteFunctionCall.Fail"/>.
/// </summary>
public delegate void SqliteFunction(in SqliteFunctionCall call);
