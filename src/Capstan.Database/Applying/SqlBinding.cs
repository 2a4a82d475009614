using Capstan.Database.Statements;
using Capstan.Sqlite;

namespace Capstan.Database.Applying;

/// <summary>Binds a request's values to the parameters of its statement.</summary>
internal static class SqlBinding
{
    /// <summary>Binds all: by place, or by name.</summary>
    /// <exception cref="OperationFaultException">The values do not fit the parameters.</exception>
    public static void Bind(SqliteStatement statement, IReadOnlyList<SqlParameter> values)
    {
        var named = values.Count(value => value.Name is not null);
        if (named == 0)
            BindPlaces(statement, values);
        else if (named == values.Count)
            BindNames(statement, values);
        else
            throw Wrong("Values are given by place or by name, not both.");
    }

    private static void BindPlaces(SqliteStatement statement, IReadOnlyList<SqlParameter> values)
    {
        if (values.Count != statement.ParameterCount)
            throw Wrong($"The statement has {statement.ParameterCount} parameters, and {values.Count} values are given.");
        for (var at = 0; at < values.Count; at++)
            Bind(statement, at + 1, values[at].Value);
    }

    private static void BindNames(SqliteStatement statement, IReadOnlyList<SqlParameter> values)
    {
        var given = new HashSet<int>();
        foreach (var value in values)
        {
            var place = PlaceOf(statement, value.Name!);
            if (place == 0)
                throw Wrong($"The statement has no parameter {value.Name}.");
            if (!given.Add(place))
                throw Wrong($"The parameter {value.Name} is given twice.");
            Bind(statement, place, value.Value);
        }

        for (var place = 1; place <= statement.ParameterCount; place++)
        {
            if (!given.Contains(place) && statement.ParameterName(place) is { } name)
                throw Wrong($"The parameter {name} has no value.");
        }
    }

    private static int PlaceOf(SqliteStatement statement, string name)
    {
        if (name is [':' or '@' or '$', ..])
            return statement.ParameterIndex(name);
        foreach (var prefix in ":@$")
        {
            if (statement.ParameterIndex(prefix + name) is var place and > 0)
                return place;
        }

        return 0;
    }

    private static void Bind(SqliteStatement statement, int place, SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlValueKind.Integer:
                statement.BindInt64(place, value.Integer);
                break;
            case SqlValueKind.Real:
                statement.BindDouble(place, value.Real);
                break;
            case SqlValueKind.Text:
                statement.BindText(place, value.Text);
                break;
            case SqlValueKind.Blob:
                statement.BindBlob(place, value.Blob.Span);
                break;
            default:
                statement.BindNull(place);
                break;
        }
    }

    private static OperationFaultException Wrong(string detail) => new(AnswerCode.InvalidSql, detail);
}
