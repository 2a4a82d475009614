namespace Capstan.Screens;

/// <summary>How a piece of text is meant; colours follow from it.</summary>
internal enum Tone
{
    /// <summary>As it comes.</summary>
    Plain,

    /// <summary>Less important.</summary>
    Dim,

    /// <summary>A heading.</summary>
    Strong,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>On its way, or worth a look.</summary>
    Warn,

    /// <summary>Wrong.</summary>
    Bad,
}
