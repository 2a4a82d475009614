namespace Capstan.StackFiles.Forms;

/// <summary>A value that was read, or why it could not be.</summary>
internal readonly record struct Formed<T>(T? Value, string? Fault, string? Remedy)
{
    /// <summary>A value.</summary>
    public static implicit operator Formed<T>(T value) => new(value, null, null);

    /// <summary>A fault.</summary>
    public static implicit operator Formed<T>(Misshape fault) => new(default, fault.Fault, fault.Remedy);
}
