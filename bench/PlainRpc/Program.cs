using System.Globalization;
using Capstan.PlainRpc;

// The textbook's way to a database behind a broker, as a peer for the bench. Two processes:
//   server BROKER FILE SCHEMA PREFETCH   owns a SQLite file and answers one message after another
//   front BROKER PORT                    takes HTTP, sends each request as a message and waits for its answer
switch (args)
{
    case ["server", var broker, var file, var schema, var prefetch]:
        await Server.RunAsync(new Uri(broker), file, schema, ushort.Parse(prefetch, CultureInfo.InvariantCulture));
        return 0;
    case ["front", var broker, var port]:
        await Front.RunAsync(new Uri(broker), int.Parse(port, CultureInfo.InvariantCulture));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: PlainRpc server BROKER FILE SCHEMA PREFETCH | front BROKER PORT");
        return 2;
}
