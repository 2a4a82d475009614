namespace Capstan.Database.Reading;

/// <summary>How rows are written.</summary>
public enum RowShape : byte
{
    /// <summary><c>"columns":["a"],"rows":[[1]]</c>.</summary>
    Arrays = 0,

    /// <summary><c>"objects":[{"a":1}]</c>.</summary>
    Objects = 1,
}
