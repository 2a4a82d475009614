namespace Capstan.Database.Statements;

/// <summary>What a write does. The numbers are stored in logs and never change.</summary>
public enum OperationKind : byte
{
    /// <summary>Its statements, all or none.</summary>
    Statements = 1,

    /// <summary>Empties every user table, keeps the schema; generated keys are not given out again.</summary>
    Clear = 2,

    /// <summary>The schema file, one script; its only statement's text is the whole script.</summary>
    Schema = 3,
}
