namespace Capstan.Gateway.Fuzz;

/// <summary>Spoils bytes a little.</summary>
internal sealed class Mutator(Dice dice)
{
    private static readonly byte[] Odd = [0, 1, 9, 10, 11, 13, 32, 34, 35, 37, 44, 47, 48, 58, 59, 63, 95, 127, 128, 160, 233, 255];

    /// <summary>The bytes with some of them changed, taken out, put in or repeated.</summary>
    public byte[] Spoil(byte[] bytes)
    {
        var spoiled = new List<byte>(bytes);
        for (var times = 1 + dice.Roll(3); times > 0 && spoiled.Count > 0; times--)
            SpoilOnce(spoiled);
        return [.. spoiled];
    }

    private void SpoilOnce(List<byte> bytes)
    {
        var place = dice.Roll(bytes.Count);
        var length = Math.Min(1 + dice.Roll(8), bytes.Count - place);
        switch (dice.Roll(6))
        {
            case 0:
                bytes[place] = dice.Pick<byte>(Odd);
                break;
            case 1:
                bytes.Insert(place, dice.Pick<byte>(Odd));
                break;
            case 2:
                bytes.RemoveRange(place, length);
                break;
            case 3:
                bytes.InsertRange(place, bytes.GetRange(place, length));
                break;
            case 4:
                bytes[place] ^= (byte)(1 << dice.Roll(8));
                break;
            default:
                bytes.InsertRange(dice.Roll(bytes.Count), bytes.GetRange(place, length));
                break;
        }
    }
}
