namespace Capstan.Client;

/// <summary>What an import added to one table.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">Rows that were added.</param>
/// <param name="IsNew">Whether the import created it.</param>
public sealed record ImportedTable(string Table, long Rows, bool IsNew);
