namespace Capstan.Sqlite;

/// <summary>What a function promises. The numbers are SQLite's.</summary>
[Flags]
public enum SqliteFunctionFlags
{
    /// <summary>Nothing: not deterministic; with an untrusted schema it cannot be called from views, triggers, defaults and constraints.</summary>
    None = 0,

    /// <summary>The same arguments give the same result; SQLite may then call it once, and take it in indexes and generated columns.</summary>
    Deterministic = 0x800,

    /// <summary>It may be called by a statement's own text only, never from the schema.</summary>
    DirectOnly = 0x80000,

    /// <summary>It is harmless, and may be called from the schema even when that is not trusted (as it is not, here).</summary>
    Innocuous = 0x200000,
}
