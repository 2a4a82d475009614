namespace Capstan.ZooKeeper.Sessions;

/// <summary>One attempt to reach a server.</summary>
/// <param name="Server">Its place in the list.</param>
/// <param name="Round">How many times all servers were tried before without success.</param>
/// <param name="Pause">How long to wait before.</param>
/// <param name="Limit">How long it may take, from the first packet to the server's answer.</param>
internal readonly record struct ServerAttempt(int Server, int Round, TimeSpan Pause, TimeSpan Limit);
