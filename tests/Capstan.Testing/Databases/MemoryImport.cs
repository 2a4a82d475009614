using System.Collections.Immutable;
using System.Text;
using Capstan.Database.Statements;

namespace Capstan.Testing.Databases;

/// <summary>The rows of a file's table added to those of a state.</summary>
internal sealed class MemoryImport(MemoryState state, MemoryState source, bool mayDefine)
{
    private bool _isNew;

    /// <summary>What was added, as the answer has it.</summary>
    public byte[] Result => source.Rows is { } rows
        ? Encoding.UTF8.GetBytes($$"""[{"table":"kv","rows":{{rows.Count}},"created":{{(_isNew ? "true" : "false")}}}]""")
        : "[]"u8.ToArray();

    /// <summary>The state with them.</summary>
    public MemoryState Run()
    {
        if (source.Rows is not { } rows)
            return state;
        _isNew = state.Rows is null;
        if (_isNew && !mayDefine)
            throw new MemoryFaultException(AnswerCode.InvalidSql, "There is no table kv. Create it first, or import with the right and the wish to create tables.");
        var (into, hash) = (state.Rows ?? ImmutableDictionary<string, long>.Empty, state.Hash);
        var at = 0;
        foreach (var (key, value) in rows.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            at++;
            if (into.ContainsKey(key))
                throw new MemoryFaultException(AnswerCode.Unique, $"Table kv, row {at}: UNIQUE constraint failed: kv.k");
            into = into.Add(key, value);
            hash ^= MemoryRow.HashOf(key, value);
        }

        return state with { Rows = into, Hash = hash };
    }
}
