using Capstan.Database.Statements;

namespace Capstan.Testing.Databases;

/// <summary>The positional values of a statement, as many as it has parameters.</summary>
internal readonly struct MemoryArguments
{
    private readonly IReadOnlyList<SqlParameter> _values;

    public MemoryArguments(SqlStatement statement, int count)
    {
        if (statement.Parameters.Count != count)
            throw new MemoryFaultException(AnswerCode.InvalidSql, $"{statement.Parameters.Count} values for {count} parameters");
        _values = statement.Parameters;
    }

    /// <summary>The first one.</summary>
    public string Key => _values[0].Value.Kind switch
    {
        SqlValueKind.Text => _values[0].Value.Text,
        SqlValueKind.Null => throw new MemoryFaultException(AnswerCode.NotNull, "NOT NULL constraint failed: kv.k"),
        var kind => throw new NotSupportedException($"The twin has no keys of kind {kind}."),
    };

    public long? Integer(int index) => _values[index].Value.Kind switch
    {
        SqlValueKind.Integer => _values[index].Value.Integer,
        SqlValueKind.Null => null,
        var kind => throw new NotSupportedException($"The twin has no values of kind {kind}."),
    };
}
