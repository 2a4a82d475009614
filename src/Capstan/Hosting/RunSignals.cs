namespace Capstan.Hosting;

/// <summary>How a running stack is told to end.</summary>
/// <param name="Stop">End everything: drain, then stop every replica (Ctrl-C).</param>
/// <param name="Leave">End the controller: drain the gateway, leave containers running for the next start to adopt (SIGTERM).</param>
/// <param name="AtOnce">End now, without draining (the second Ctrl-C).</param>
public sealed record RunSignals(CancellationToken Stop, CancellationToken Leave, CancellationToken AtOnce);
