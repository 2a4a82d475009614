namespace Capstan.Gateway.Fuzz;

/// <summary>How a body ended.</summary>
internal enum BodyEnd
{
    /// <summary>It came whole.</summary>
    Whole,

    /// <summary>The bytes ended before it did.</summary>
    CutOff,

    /// <summary>It was no body.</summary>
    Bad,
}
