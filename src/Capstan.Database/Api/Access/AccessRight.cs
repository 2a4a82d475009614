namespace Capstan.Database.Api.Access;

/// <summary>What a caller may do; each right includes those before it.</summary>
public enum AccessRight
{
    /// <summary>Learn what is here.</summary>
    None,

    /// <summary>Read data and the status.</summary>
    Read,

    /// <summary>Change rows.</summary>
    Write,

    /// <summary>Change the schema, back up, restore, end workers.</summary>
    Admin,
}
