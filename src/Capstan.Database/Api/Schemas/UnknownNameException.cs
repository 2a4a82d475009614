namespace Capstan.Database.Api.Schemas;

/// <summary>A request names a table or column that the known schema has not; the schema may have changed since it was looked up.</summary>
internal sealed class UnknownNameException : Exception
{
    /// <summary>Without a reason.</summary>
    public UnknownNameException()
    {
    }

    /// <summary>With the name.</summary>
    public UnknownNameException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public UnknownNameException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
