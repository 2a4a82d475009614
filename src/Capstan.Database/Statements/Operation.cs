using Capstan.Database.Log;

namespace Capstan.Database.Statements;

/// <summary>A write as the log carries it: atomic, and deterministic given the record's time and seed.</summary>
public sealed record Operation
{
    /// <summary>What it does.</summary>
    public OperationKind Kind { get; init; } = OperationKind.Statements;

    /// <summary>Its statements in order; none for <see cref="OperationKind.Clear"/>.</summary>
    public IReadOnlyList<SqlStatement> Statements { get; init; } = [];

    /// <summary>Whether it may change the schema (admin right).</summary>
    public bool MayDefine { get; init; }

    /// <summary>Writes it.</summary>
    public byte[] Encode()
    {
        var writer = new RecordWriter().Byte((byte)Kind).Byte(MayDefine ? (byte)1 : (byte)0).Int32(Statements.Count);
        foreach (var statement in Statements)
        {
            writer.Text(statement.Sql).Byte(statement.ExpectsRows ? (byte)1 : (byte)0).Int32(statement.Parameters.Count);
            foreach (var parameter in statement.Parameters)
            {
                writer.Text(parameter.Name ?? "");
                parameter.Value.Write(writer);
            }
        }

        return writer.Written.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Operation Decode(ReadOnlyMemory<byte> body)
    {
        var reader = new RecordReader(body);
        var kind = (OperationKind)reader.Byte();
        var mayDefine = reader.Byte() != 0;
        var statements = new List<SqlStatement>();
        for (var left = reader.Int32(); left > 0; left--)
            statements.Add(ReadStatement(reader));
        return new Operation { Kind = kind, MayDefine = mayDefine, Statements = statements };
    }

    private static SqlStatement ReadStatement(RecordReader reader)
    {
        var sql = reader.Text();
        var expects = reader.Byte() != 0;
        var parameters = new List<SqlParameter>();
        for (var left = reader.Int32(); left > 0; left--)
        {
            var name = reader.Text();
            parameters.Add(new SqlParameter(name.Length == 0 ? null : name, SqlValue.Read(reader)));
        }

        return new SqlStatement { Sql = sql, ExpectsRows = expects, Parameters = parameters };
    }
}
