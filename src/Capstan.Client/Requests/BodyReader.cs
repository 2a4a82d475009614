namespace Capstan.Client;

/// <summary>Reads the body of a success.</summary>
/// <exception cref="InvalidDataException">It is none of the database's.</exception>
internal delegate T BodyReader<out T>(ReadOnlySpan<byte> body);
