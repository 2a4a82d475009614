namespace Capstan.Core.Drills;

/// <summary>What a fault is called and what it means.</summary>
/// <param name="Fault">Which one.</param>
/// <param name="Word">Its name on the command line and in the admin API.</param>
/// <param name="IsOfDatabase">Whether it happens to a database; otherwise to a service.</param>
/// <param name="Pauses">Whether its targets hang for a while; otherwise they are killed.</param>
/// <param name="Does">What is done, for people, as the end of a sentence that begins with the target.</param>
/// <param name="Proves">What has to come of it, for people.</param>
public sealed record DrillFaultInfo(DrillFault Fault, string Word, bool IsOfDatabase, bool Pauses, string Does, string Proves);
