namespace Capstan.Database.Worker;

/// <summary>How a worker ended.</summary>
/// <param name="ExitCode">One of <see cref="WorkerExit"/>.</param>
/// <param name="Detail">Why, for people.</param>
public sealed record WorkerOutcome(int ExitCode, string Detail);
