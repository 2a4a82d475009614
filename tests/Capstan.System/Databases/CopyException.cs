namespace Capstan.SystemTests.Databases;

/// <summary>A copy cannot be read (now).</summary>
internal sealed class CopyException(string message) : Exception(message);
