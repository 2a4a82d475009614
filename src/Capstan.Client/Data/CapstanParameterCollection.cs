using System.Collections;
using System.Data.Common;

namespace Capstan.Client;

/// <summary>The values of a command.</summary>
public sealed class CapstanParameterCollection : DbParameterCollection
{
    private readonly List<CapstanParameter> _parameters = [];

    internal CapstanParameterCollection()
    {
    }

    /// <inheritdoc />
    public override int Count => _parameters.Count;

    /// <inheritdoc />
    public override object SyncRoot => ((ICollection)_parameters).SyncRoot;

    /// <summary>The parameter at an index.</summary>
    public new CapstanParameter this[int index]
    {
        get => _parameters[index];
        set => _parameters[index] = value;
    }

    /// <summary>The parameter of a name.</summary>
    public new CapstanParameter this[string parameterName]
    {
        get => _parameters[Place(parameterName)];
        set => _parameters[Place(parameterName)] = value;
    }

    /// <inheritdoc />
    public override int Add(object value)
    {
        _parameters.Add(Own(value));
        return _parameters.Count - 1;
    }

    /// <summary>Adds a value with its name.</summary>
    public CapstanParameter AddWithValue(string? parameterName, object? value)
    {
        var parameter = new CapstanParameter(parameterName, value);
        _parameters.Add(parameter);
        return parameter;
    }

    /// <inheritdoc />
    public override void AddRange(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (var value in values)
            Add(value);
    }

    /// <inheritdoc />
    public override void Clear() => _parameters.Clear();

    /// <inheritdoc />
    public override bool Contains(object value) => IndexOf(value) >= 0;

    /// <inheritdoc />
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc />
    public override void CopyTo(Array array, int index) => ((ICollection)_parameters).CopyTo(array, index);

    /// <inheritdoc />
    public override IEnumerator GetEnumerator() => _parameters.GetEnumerator();

    /// <inheritdoc />
    public override int IndexOf(object value) => value is CapstanParameter parameter ? _parameters.IndexOf(parameter) : -1;

    /// <summary>The index of a name, with or without its prefix; -1 when there is none.</summary>
    public override int IndexOf(string parameterName)
    {
        ArgumentNullException.ThrowIfNull(parameterName);
        var bare = Bare(parameterName);
        var index = _parameters.FindIndex(parameter => parameter.ParameterName == parameterName);
        if (index < 0)
            index = _parameters.FindIndex(parameter => Bare(parameter.ParameterName) == bare);
        return index >= 0 ? index : _parameters.FindIndex(parameter => Bare(parameter.ParameterName).Equals(bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc />
    public override void Insert(int index, object value) => _parameters.Insert(index, Own(value));

    /// <inheritdoc />
    public override void Remove(object value) => _parameters.Remove(Own(value));

    /// <inheritdoc />
    public override void RemoveAt(int index) => _parameters.RemoveAt(index);

    /// <inheritdoc />
    public override void RemoveAt(string parameterName) => _parameters.RemoveAt(Place(parameterName));

    /// <inheritdoc />
    protected override DbParameter GetParameter(int index) => _parameters[index];

    /// <inheritdoc />
    protected override DbParameter GetParameter(string parameterName) => this[parameterName];

    /// <inheritdoc />
    protected override void SetParameter(int index, DbParameter value) => _parameters[index] = Own(value);

    /// <inheritdoc />
    protected override void SetParameter(string parameterName, DbParameter value) => _parameters[Place(parameterName)] = Own(value);

    private static string Bare(string name) => name is ['@' or ':' or '$', ..] ? name[1..] : name;

    private static CapstanParameter Own(object value) => value as CapstanParameter
        ?? throw new InvalidCastException($"A parameter of this provider is a {nameof(CapstanParameter)}, not a {value?.GetType().ToString() ?? "null"}.");

    private int Place(string parameterName) => IndexOf(parameterName) is var index and >= 0
        ? index
        : throw new ArgumentOutOfRangeException(nameof(parameterName), parameterName, $"There is no parameter '{parameterName}'.");
}
