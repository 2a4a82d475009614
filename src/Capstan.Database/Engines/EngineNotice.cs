namespace Capstan.Database.Engines;

/// <summary>Something that an operator may want to read.</summary>
/// <param name="Kind">One of <see cref="NoticeKinds"/>.</param>
/// <param name="Detail">A sentence with the reason and its figures.</param>
/// <param name="Slot">The worker's slot; null when it is about none.</param>
public sealed record EngineNotice(string Kind, string Detail, int? Slot);
