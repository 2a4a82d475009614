namespace RideShare.Service.Hosting;

/// <summary>What a program is told by environment variables; an empty one counts as absent.</summary>
/// <param name="read">Gives a variable's value, or null.</param>
public sealed class Variables(Func<string, string?> read)
{
    public static Variables OfEnvironment { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>A variable's value, or the default.</summary>
    public string Text(string name, string defaultValue) => read(name) is { Length: > 0 } value ? value : defaultValue;

    /// <summary>The base of a service over plain HTTP, without a path.</summary>
    /// <exception cref="SettingsException">The value is no such address.</exception>
    public Uri Base(string name, string defaultValue)
    {
        string value = Text(name, defaultValue);
        return Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/"
            ? address
            : throw new SettingsException($"{name} is '{value}'; give the base of the service, such as {defaultValue}");
    }
}
