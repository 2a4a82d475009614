namespace Capstan.StackFiles.Forms;

/// <summary>Reads one value from its text.</summary>
internal delegate Formed<T> Form<T>(string text);
