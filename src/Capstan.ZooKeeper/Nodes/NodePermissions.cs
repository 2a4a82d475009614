namespace Capstan.ZooKeeper;

/// <summary>What somebody may do with a node. Rights are not inherited by its children.</summary>
[Flags]
public enum NodePermissions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read its data and list its children.</summary>
    Read = 1,

    /// <summary>Set its data.</summary>
    Write = 2,

    /// <summary>Create children.</summary>
    Create = 4,

    /// <summary>Delete children.</summary>
    Delete = 8,

    /// <summary>Set its access list.</summary>
    Admin = 16,

    /// <summary>Everything.</summary>
    All = Read | Write | Create | Delete | Admin,
}
