using System.Text.Json.Serialization;

namespace Capstan.Drills;

/// <summary>Body of <c>POST /v1/drills</c>: which fault happens to what.</summary>
/// <param name="Fault">Its name, such as <c>kill-leader</c>.</param>
/// <param name="Database">The database, for faults of a database.</param>
/// <param name="Service">The service, for faults of a service.</param>
/// <param name="Seconds">How long a pause lasts, 0.1 to 600. Null: twice a worker's session, or long enough for a replica to be replaced.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DrillRequest(
    [property: JsonRequired] string Fault, string? Database = null, string? Service = null, double? Seconds = null)
{
    /// <summary>The shortest pause in seconds.</summary>
    public const double ShortestPause = 0.1;

    /// <summary>The longest pause in seconds.</summary>
    public const double LongestPause = 600;
}
