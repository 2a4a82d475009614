namespace Capstan.Database.Leadership;

/// <summary>Tries a schema script on an empty database that is thrown away.</summary>
internal interface ISchemaTrial
{
    /// <summary>What is wrong with it; null when it works.</summary>
    string? Try(string script);
}
