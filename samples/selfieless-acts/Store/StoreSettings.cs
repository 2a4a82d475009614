using Capstan.Client;
using Samples.Shared.Database;
using Samples.Shared.Hosting;

namespace SelfieLess.Store;

/// <summary>Where to keep the data.</summary>
/// <param name="Folder">The folder of the journals, without a database.</param>
/// <param name="Database">The database; null without one.</param>
public sealed record StoreSettings(string Folder, DatabaseSettings? Database)
{
    /// <summary>For people.</summary>
    public string Name => Database is null ? Folder : $"the database at {Database.Address}";

    /// <summary>Reads <c>DATABASE_URL</c> and what else the database wants; without it, <c>DATA</c>.</summary>
    /// <exception cref="SettingsException">A variable has a value that cannot be used.</exception>
    public static StoreSettings Read(Variables variables) => new(
        Path.GetFullPath(variables.Text("DATA", "data")),
        // Clients may read at one replica what they wrote at another, as they do in a shared folder.
        variables.Text("DATABASE_URL", "").Length == 0 ? null : DatabaseSettings.Read(variables, ReadLevel.Linear));

    public IStorePlace Open() => Database is null ? new FolderPlace(Folder) : new DatabasePlace(Database, TimeProvider.System);
}
