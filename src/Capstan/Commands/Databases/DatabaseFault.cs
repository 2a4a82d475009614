using Capstan.Client;

namespace Capstan.Commands.Databases;

/// <summary>What a database refused, for people: what went wrong, its code, and what to do.</summary>
internal static class DatabaseFault
{
    /// <summary>One or two lines.</summary>
    public static IEnumerable<string> Lines(DatabaseException refused, DatabaseDoor door, CliContext context)
    {
        yield return $"capstan: {door.Name}: {Sentence(refused)}";
        if (Remedy(refused, door, context) is { } remedy)
            yield return remedy;
    }

    /// <summary>What went wrong, with the code in brackets.</summary>
    public static string Sentence(DatabaseException refused) =>
        refused.Code.Length == 0 ? refused.Message : $"{refused.Message} [{refused.Code}{(refused.Constraint is { } kind ? ": " + kind : "")}]";

    /// <summary>What to do about it; null when the message says it all.</summary>
    public static string? Remedy(DatabaseException refused, DatabaseDoor door, CliContext context) => refused.Code switch
    {
        "token_required" or "right_required" when door.Place is null => "Name a file with the token for this with --token-file FILE.",
        "token_required" => "Its tokens file was changed while it ran, or belongs to another stack; restart the stack to make both agree.",
        "outcome_unknown" => $"It is queued and may still be done: look before you send it again{(refused.RequestId is { } id ? $" (request {id})" : "")}.",
        "unavailable" or "timeout" when door.Place is { } place => $"See why with: {Invitations.Line(place, context, "db status")}",
        _ when refused.Status == 0 && door.Place is { } place => $"See what it does with: {Invitations.Line(place, context, "db status")}",
        _ when refused.Status == 0 => $"Nothing answers at {door.Address}; check --url.",
        _ => null,
    };
}
