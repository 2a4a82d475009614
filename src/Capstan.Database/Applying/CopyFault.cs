namespace Capstan.Database.Applying;

/// <summary>Why a copy cannot go on.</summary>
/// <param name="MustRebuild">Whether the copy is wrong and has to be set aside; otherwise the log is.</param>
/// <param name="Reason">For people.</param>
public sealed record CopyFault(bool MustRebuild, string Reason);
