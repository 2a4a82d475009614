using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Capstan.Client;

/// <summary>A value of a command. Values are stored as Microsoft.Data.Sqlite stores them: see docs/dotnet-client.md.</summary>
public sealed class CapstanParameter : DbParameter
{
    private string _name = "";
    private string _sourceColumn = "";

    /// <summary>Without name and value.</summary>
    public CapstanParameter()
    {
    }

    /// <summary>With a name and a value.</summary>
    public CapstanParameter(string? name, object? value) => (ParameterName, Value) = (name, value);

    /// <inheritdoc />
    public override DbType DbType { get; set; } = DbType.String;

    /// <summary>Always <see cref="ParameterDirection.Input"/>.</summary>
    /// <exception cref="ArgumentException">Another direction is set.</exception>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new ArgumentException($"SQLite has no parameters of direction {value}; use RETURNING or SELECT to get values back.", nameof(value));
        }
    }

    /// <inheritdoc />
    public override bool IsNullable { get; set; } = true;

    /// <summary>Its name, with or without <c>@</c>, <c>:</c> or <c>$</c>; empty for the next <c>?</c>.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = value ?? "";
    }

    /// <summary>Most characters or bytes of the value that are sent; 0 or less for all.</summary>
    public override int Size { get; set; }

    /// <inheritdoc />
    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    /// <inheritdoc />
    public override bool SourceColumnNullMapping { get; set; }

    /// <summary>The value; null is NULL, as <see cref="DBNull"/> is.</summary>
    public override object? Value { get; set; }

    /// <inheritdoc />
    public override void ResetDbType() => DbType = DbType.String;

    /// <summary>The value as it is sent.</summary>
    /// <exception cref="InvalidOperationException">It is of a type that cannot be sent.</exception>
    internal object? Stored()
    {
        try
        {
            var stored = StoredValues.Of(Value);
            WireValues.Check(stored);
            return Size <= 0 ? stored : stored switch
            {
                string text when text.Length > Size => text[..Size],
                byte[] bytes when bytes.Length > Size => bytes[..Size],
                _ => stored,
            };
        }
        catch (ArgumentException fault)
        {
            throw new InvalidOperationException($"The value of parameter '{_name}' cannot be sent: {fault.Message}", fault);
        }
    }
}
