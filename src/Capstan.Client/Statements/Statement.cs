namespace Capstan.Client;

/// <summary>One SQL statement with its values, which are never part of the text. Not to be changed while it is sent.</summary>
public sealed class Statement
{
    private readonly List<StatementParameter> _parameters = [];

    /// <summary>A statement; its values are added.</summary>
    /// <exception cref="ArgumentException">The text is empty or no Unicode.</exception>
    public Statement(string sql)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        if (!WireValues.IsUnicode(sql))
            throw new ArgumentException("The text has half of a surrogate pair, which is no Unicode.", nameof(sql));
        Sql = sql;
    }

    /// <summary>A statement with the values of its <c>?</c> in order.</summary>
    /// <exception cref="ArgumentException">The text is empty, or a value is of a type that the database does not know.</exception>
    public Statement(string sql, params ReadOnlySpan<object?> values)
        : this(sql)
    {
        foreach (var value in values)
            Add(value);
    }

    /// <summary>The text.</summary>
    public string Sql { get; }

    /// <summary>The values, all with names or all without.</summary>
    public IReadOnlyList<StatementParameter> Parameters => _parameters;

    /// <summary>Whether the whole write fails as <c>nothing_matched</c> when this statement neither changes nor returns a row. Writes only.</summary>
    public bool MustChange { get; init; }

    /// <summary>Adds the value of the next positional parameter: null, an integer, a boolean, a double or float, a string, or bytes.</summary>
    /// <exception cref="ArgumentException">It is of another type, or no number that SQLite holds (NaN, infinite), or values before it have names.</exception>
    public Statement Add(object? value) => Add(new StatementParameter(null, value));

    /// <summary>Adds the value of a named parameter.</summary>
    /// <param name="name">With or without <c>:</c>, <c>@</c> or <c>$</c>.</param>
    /// <param name="value">As for positional ones.</param>
    /// <exception cref="ArgumentException">The name is empty, values before it have none, or the value cannot be sent.</exception>
    public Statement Add(string name, object? value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(new StatementParameter(name, value));
    }

    /// <inheritdoc />
    public override string ToString() => Sql;

    private Statement Add(StatementParameter parameter)
    {
        if (_parameters.Count > 0 && _parameters[^1].Name is null != parameter.Name is null)
            throw new ArgumentException("Values are given by place or by name, not both.", nameof(parameter));
        WireValues.Check(parameter.Value);
        _parameters.Add(parameter);
        return this;
    }
}
