using Capstan.Core.Stacks;
using Capstan.Sqlite;

namespace Capstan.Hosting.Databases;

/// <summary>Databases need the system's SQLite library; services do not.</summary>
internal static class SqliteNeed
{
    /// <summary>What is wrong with the library, with the remedy, where a stack needs it; null when all is well.</summary>
    public static string? Fault(StackSpec stack)
    {
        if (stack.Databases.Count == 0)
            return null;
        try
        {
            _ = SqliteLibrary.Version;
            return null;
        }
        catch (SqliteLibraryException missing)
        {
            return missing.Message;
        }
    }
}
