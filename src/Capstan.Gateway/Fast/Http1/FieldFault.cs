namespace Capstan.Gateway.Fast.Http1;

/// <summary>What is wrong with a field line.</summary>
internal enum FieldFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It goes on with the line before it (RFC 9112 section 5.2).</summary>
    Folded,

    /// <summary>Its name is none, or is not followed by a colon at once (RFC 9112 section 5.1).</summary>
    Name,

    /// <summary>Its name has an underscore.</summary>
    Underscore,

    /// <summary>Its value has a control character (RFC 9110 section 5.5).</summary>
    Value,
}
