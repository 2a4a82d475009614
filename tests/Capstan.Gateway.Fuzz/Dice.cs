namespace Capstan.Gateway.Fuzz;

/// <summary>Chance out of a seed: the same numbers on every machine (xorshift64*).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = (seed * 0x9E3779B97F4A7C15) | 1;

    public int Roll(int sides)
    {
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (int)((_state * 0x2545F4914F6CDD1D >> 33) % (ulong)sides);
    }

    public bool OneIn(int sides) => Roll(sides) == 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Roll(choices.Length)];
}
