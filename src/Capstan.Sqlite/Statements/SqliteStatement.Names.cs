using System.Runtime.CompilerServices;

namespace Capstan.Sqlite;

public sealed unsafe partial class SqliteStatement
{
    /// <summary>Binds NULL to a parameter by its name with its first character (:a, @a, $a).</summary>
    /// <exception cref="SqliteException">There is no parameter of that name (out of range). So for all Bind methods by name.</exception>
    public void BindNull(string name) => BindNull(Named(name));

    /// <summary>Binds an integer by name.</summary>
    public void BindInt64(string name, long value) => BindInt64(Named(name), value);

    /// <summary>Binds a real by name.</summary>
    public void BindDouble(string name, double value) => BindDouble(Named(name), value);

    /// <summary>Binds a text by name; null becomes NULL.</summary>
    [OverloadResolutionPriority(1)]
    public void BindText(string name, string? value) => BindText(Named(name), value);

    /// <summary>Binds a UTF-8 text by name.</summary>
    public void BindText(string name, ReadOnlySpan<byte> utf8) => BindText(Named(name), utf8);

    /// <summary>Binds bytes by name.</summary>
    public void BindBlob(string name, ReadOnlySpan<byte> value) => BindBlob(Named(name), value);

    private int Named(string name)
    {
        var parameter = ParameterIndex(name);
        return parameter > 0 ? parameter : throw new SqliteException((int)SqliteCode.Range, $"there is no parameter {name}");
    }
}
