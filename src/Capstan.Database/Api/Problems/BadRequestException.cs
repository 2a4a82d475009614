namespace Capstan.Database.Api.Problems;

/// <summary>Ends the reading of a request that no state of the database can make right; one place turns it into the answer 400.</summary>
internal sealed class BadRequestException : Exception
{
    /// <summary>Without a reason.</summary>
    public BadRequestException()
    {
    }

    /// <summary>With the place and what is wrong there.</summary>
    public BadRequestException(string message)
        : base(message)
    {
    }

    /// <summary>With a cause.</summary>
    public BadRequestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
