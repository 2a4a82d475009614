using System.Globalization;
using System.Text;
using Capstan.Database.Api.Problems;
using Capstan.Database.Api.Schemas;
using Capstan.Database.Statements;

namespace Capstan.Database.Api.Classic;

/// <summary>
/// Puts a statement together. What goes into its text is fixed here or comes from the schema map; what comes from the request is bound.
/// </summary>
internal sealed class SqlBuilder(SchemaTable table)
{
    private readonly StringBuilder _sql = new();
    private readonly List<SqlParameter> _parameters = [];

    /// <summary>The table.</summary>
    public SchemaTable Table => table;

    /// <summary>Adds SQL of this program.</summary>
    public SqlBuilder Text(string sql)
    {
        _sql.Append(sql);
        return this;
    }

    /// <summary>Adds the table's name.</summary>
    public SqlBuilder TableName() => Name(table.Name);

    /// <summary>Adds the name of a column of the table.</summary>
    public SqlBuilder Column(SchemaColumn column) => Name(column.Name);

    /// <summary>Adds the names of columns, separated by commas.</summary>
    public SqlBuilder Columns(IEnumerable<SchemaColumn> columns) => Join(columns, ", ", column => Column(column));

    /// <summary>Adds a parameter.</summary>
    public SqlBuilder Value(SqlValue value)
    {
        _sql.Append('?');
        _parameters.Add(new SqlParameter(null, value));
        return this;
    }

    /// <summary>Adds a whole number of this program's choice or checked range.</summary>
    public SqlBuilder Number(int number)
    {
        _sql.Append(number.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>Adds something for each item, with a text between.</summary>
    public SqlBuilder Join<T>(IEnumerable<T> items, string between, Action<T> add)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                _sql.Append(between);
            isFirst = false;
            add(item);
        }

        return this;
    }

    /// <summary>Adds a condition with its <c>WHERE</c>; nothing without one.</summary>
    /// <exception cref="UnknownNameException">It names no column of the table.</exception>
    /// <exception cref="BadRequestException">A pattern is too long or no text.</exception>
    public SqlBuilder Where(IWhereNode? where)
    {
        if (where is not null)
            Text(" WHERE ").Node(where);
        return this;
    }

    /// <summary>The statement.</summary>
    public SqlStatement Build(bool expectsRows = false) => new() { Sql = _sql.ToString(), Parameters = _parameters, ExpectsRows = expectsRows };

    private void Node(IWhereNode node)
    {
        switch (node)
        {
            case WhereGroup group:
                Text("(").Join(group.Nodes, group.IsAnd ? " AND " : " OR ", Node).Text(")");
                break;
            case WhereTerm term:
                Term(term, table.Column(term.Column));
                break;
            default:
                throw new ArgumentException("There is no such condition.", nameof(node));
        }
    }

    private void Term(WhereTerm term, SchemaColumn column)
    {
        Column(column);
        switch (term.Operator)
        {
            case WhereOperator.IsNull:
                Text(" IS NULL");
                break;
            case WhereOperator.In:
                Text(" IN (").Join(term.Values, ", ", value => Value(value.For(column.HasAffinity))).Text(")");
                break;
            case WhereOperator.Like:
                Text(" LIKE ").Value(Pattern(term.Values[0].Value));
                break;
            default:
                Text($" {WhereOperators.Sql(term.Operator)} ").Value(term.Values[0].For(column.HasAffinity));
                break;
        }
    }

    private static SqlValue Pattern(SqlValue value) => value.Kind == SqlValueKind.Text && value.Text.Length <= ApiLimits.LikePattern
        ? value
        : throw new BadRequestException($"A 'like' pattern is a text of at most {ApiLimits.LikePattern} characters.");

    private SqlBuilder Name(string name)
    {
        _sql.Append('"').Append(name.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }
}
