namespace Capstan.RabbitMq.Wire;

/// <summary>A request or an answer with the number that its front gave it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Value">What is numbered.</param>
internal readonly record struct Numbered<T>(long Number, T Value);
