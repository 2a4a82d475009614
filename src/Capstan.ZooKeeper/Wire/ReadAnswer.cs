namespace Capstan.ZooKeeper.Wire;

/// <summary>Reads a value out of an answer.</summary>
internal delegate T ReadAnswer<out T>(ref JuteReader reader);
