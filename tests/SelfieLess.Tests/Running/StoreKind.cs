namespace SelfieLess.Tests.Running;

/// <summary>Where the programs keep their data.</summary>
public enum StoreKind
{
    Journal,
    Database,
}
