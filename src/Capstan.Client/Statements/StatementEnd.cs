namespace Capstan.Client;

/// <summary>
/// Finds the semicolon that ends a statement. The definition of a trigger has semicolons inside; it ends at one after <c>END</c> that itself
/// follows a semicolon (the rule of <c>sqlite3_complete</c>).
/// </summary>
internal struct StatementEnd
{
    private Stage _stage;

    /// <summary>Takes the next token of the statement; whether it is the semicolon at the end.</summary>
    public bool IsAt(in SqlTokens token)
    {
        if (token.IsSemicolon)
        {
            if (_stage is not (Stage.Trigger or Stage.TriggerSemicolon))
                return true;
            _stage = Stage.TriggerSemicolon;
            return false;
        }

        _stage = _stage switch
        {
            Stage.Start when token.Is("EXPLAIN") => Stage.Explain,
            Stage.Explain when token.Is("QUERY") || token.Is("PLAN") => Stage.Explain,
            Stage.Start or Stage.Explain => token.Is("CREATE") ? Stage.Create : Stage.Usual,
            Stage.Create when token.Is("TEMP") || token.Is("TEMPORARY") => Stage.Create,
            Stage.Create => token.Is("TRIGGER") ? Stage.Trigger : Stage.Usual,
            Stage.TriggerSemicolon => token.Is("END") ? Stage.TriggerEnd : Stage.Trigger,
            Stage.TriggerEnd => Stage.Trigger,
            var other => other,
        };
        return false;
    }

    private enum Stage
    {
        Start,
        Explain,
        Create,
        Usual,
        Trigger,
        TriggerSemicolon,
        TriggerEnd,
    }
}
