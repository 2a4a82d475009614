namespace Capstan.Database.Applying;

/// <summary>The copy cannot be read or written (full disk, I/O, corruption, memory): the process ends; nothing is answered.</summary>
public sealed class StoreFailedException : Exception
{
    /// <summary>Without a reason.</summary>
    public StoreFailedException()
    {
    }

    /// <summary>With a reason for people.</summary>
    public StoreFailedException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason and its cause.</summary>
    public StoreFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the file itself is damaged, so that it must be set aside and rebuilt instead of opened again.</summary>
    public bool IsDamage { get; init; }
}
