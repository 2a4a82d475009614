using System.Globalization;

namespace Capstan.Client;

/// <summary>Gives the values of a command to the places of its statements, numbered as SQLite numbers them.</summary>
internal sealed class ValueOrder(CapstanParameterCollection parameters)
{
    /// <summary>SQLite's own limit of places.</summary>
    private const int MostPlaces = 32_766;

    private int _next;

    /// <summary>Adds the values of one statement; they are sent by place.</summary>
    /// <exception cref="InvalidOperationException">One is missing.</exception>
    public void Bind(Statement statement)
    {
        foreach (var name in Places(statement.Sql))
            statement.Add(Value(name));
    }

    private static List<string> Places(string sql)
    {
        var places = new List<string>();
        var tokens = new SqlTokens(sql);
        while (tokens.MoveNext())
        {
            if (!tokens.IsParameter)
                continue;
            var name = tokens.Current.ToString();
            if (name == "?")
                places.Add(name);
            else if (name[0] == '?')
                Number(places, name);
            else if (!places.Contains(name))
                places.Add(name);
        }

        return places;
    }

    private static void Number(List<string> places, string name)
    {
        if (!int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MostPlaces)
            throw new InvalidOperationException($"The statement has {name}; places are ?1 to ?{MostPlaces}.");

        // Places that are never named get NULL, as in SQLite.
        while (places.Count < number)
            places.Add("");
        places[number - 1] = name;
    }

    private object? Value(string name)
    {
        if (name.Length == 0)
            return null;
        var index = name == "?" ? _next++
            : name[0] == '?' ? int.Parse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) - 1
            : parameters.IndexOf(name);
        return index >= 0 && index < parameters.Count
            ? parameters[index].Stored()
            : throw new InvalidOperationException($"The command has no value for the parameter {name}.");
    }
}
