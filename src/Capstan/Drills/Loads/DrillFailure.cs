using Capstan.Client;

namespace Capstan.Drills.Loads;

/// <summary>Why a call failed, in the few words by which failures are counted.</summary>
internal static class DrillFailure
{
    /// <summary>For example <c>503 unavailable</c> or <c>no_answer</c>.</summary>
    public static string Of(DatabaseException fault) => fault.Status == 0 ? fault.Code : $"{fault.Status} {fault.Code}";
}
