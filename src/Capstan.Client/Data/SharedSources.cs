using System.Collections.Concurrent;

namespace Capstan.Client;

/// <summary>The sources of connections that were made from a string alone: one for each string, for the life of the program.</summary>
internal static class SharedSources
{
    private static readonly ConcurrentDictionary<string, Lazy<CapstanDataSource>> Sources = new();

    /// <summary>The source for a string.</summary>
    /// <exception cref="ArgumentException">It cannot be used.</exception>
    public static CapstanDataSource Get(string connectionString)
    {
        var source = Sources.GetOrAdd(connectionString, text => new Lazy<CapstanDataSource>(() => new CapstanDataSource(text)));
        try
        {
            return source.Value;
        }
        catch
        {
            // What is wrong may be mended, for example the token's file.
            Sources.TryRemove(new(connectionString, source));
            throw;
        }
    }
}
