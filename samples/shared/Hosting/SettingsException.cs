namespace Samples.Shared.Hosting;

/// <summary>An environment variable that cannot be used; the message names it and the remedy.</summary>
public sealed class SettingsException(string message) : Exception(message);
