using Capstan.StackFiles;

namespace Capstan.Tests.StackFiles;

public sealed class FuzzTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "-", "\n", "  ", "\"", "'", "#", "&a ", "*a", "*health", "<<: ", "!!int ", "|", ">", "? ", "${", "${X}", "$$", "}", "%",
        "@", "`", "\t", "\0", "\uFEFF", "\u2028", "\uD800", "---\n", "...\n", "999999999999999999999", "-1", "1e400", "null", "~", "0", "name: x\n",
        "services: 1\n", "..", "/", "é", "\r", "=",
    ];

    private readonly StackFileFolder _folder = new();

    public FuzzTests() => FullFiles.Prepare(_folder);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Read_RandomMutations_GiveASpecOrFaults(int seed)
    {
        var random = new Random(seed);
        var faulty = 0;
        for (var round = 0; round < 600; round++)
        {
            var text = Mutated(random.Next(2) == 0 ? FullFiles.Process : FullFiles.Docker, random);
            var reading = _folder.Read(text);

            Assert.True(reading.Spec is null != (reading.Faults.Count == 0), $"neither or both for seed {seed}, round {round}:\n{text}");
            Assert.All(reading.Faults, fault => Assert.True(fault.Line > 0 && fault.Column > 0, $"no place for '{fault.Message}' in:\n{text}"));
            StackName.Find(text, [], StackFileFolder.NoVariables);
            faulty += reading.Faults.Count > 0 ? 1 : 0;
        }

        Assert.InRange(faulty, 300, 599);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public void Read_RandomOverrides_GiveASpecOrFaults(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 600; round++)
        {
            var path = StackFileReader.KnownKeys[random.Next(StackFileReader.KnownKeys.Count)].Replace("<name>", random.Next(2) == 0 ? "web" : "no");
            var text = Mutated($"{path}={Pieces[random.Next(Pieces.Length)]}5s", random);
            var reading = _folder.Read(FullFiles.Process, text);

            Assert.True(reading.Spec is null != (reading.Faults.Count == 0), $"neither or both for {text}");
        }
    }

    private static string Mutated(string text, Random random)
    {
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length + 1);
            var end = Math.Min(text.Length, at + random.Next(12));
            text = random.Next(4) switch
            {
                0 => text[..at] + text[end..],
                1 => text[..at] + text[at..end] + text[at..],
                2 => text[..at] + Pieces[random.Next(Pieces.Length)] + text[end..],
                _ => text[..at] + Pieces[random.Next(Pieces.Length)] + text[at..],
            };
        }

        return text;
    }
}
